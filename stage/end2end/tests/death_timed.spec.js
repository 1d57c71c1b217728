// S4, by the watch: a death is on the page within 300 ms, and a stopwatch runs beside it.
import { expect, test } from '../test.js';

/** Milliseconds from the death, as the journal tells it. */
const SEEN_MAX = 300;
const TIMES = 5;

test('a death is seen on the page within 300 ms, and a stopwatch tells how long it lasts', async ({ theatre, picture, journal }) => {
  const { page } = picture, took = [];
  for (let i = 0; i < TIMES; i++) {
    const after = journal.last;
    await page.evaluate(watch);
    await theatre.ask('/plugs/hub/kill');
    const dead = await journal.process('hub', 'killed', after);
    const seen = await page.waitForFunction(() => window.seenDown);
    took.push(await seen.jsonValue() - Date.parse(dead.since));
    await expect(page.locator('#node-hub .state')).toHaveText(/^caiu há [1-9],\d\ss$/);
    const [words, now] = await page.evaluate(() => [document.querySelector('#node-hub .state').innerText, Date.now()]);
    expect(Math.abs(Number(words.replace(/[^\d,]/g, '').replace(',', '.')) - (now - Date.parse(dead.since)) / 1000)).toBeLessThan(0.3);
    await theatre.ask('/plugs/hub/start');
    await picture.told((await journal.process('hub', 'up', after)).n);
  }
  console.log(`deaths were on the page after ${took.join(', ')} ms`);
  expect(Math.max(...took)).toBeLessThan(SEEN_MAX);
});

/** Keeps the instant, of the clock that machines share, at which the hub is drawn as down. */
function watch() {
  const hub = document.getElementById('node-hub');
  window.seenDown = null;
  const looks = new MutationObserver(() => {
    if (!hub.classList.contains('down')) return;
    looks.disconnect();
    window.seenDown = Date.now();
  });
  looks.observe(hub, { attributes: true });
}
