// S11, by the watch: sixty tokens in the air leave a frame of a sixtieth of a second room for everything else.
import { expect, test } from '../test.js';

/** Milliseconds of script in one frame, of the 16.7 that it has; a browser that draws by software needs the rest. */
const SCRIPT_MAX = 4;

test('with fifty tokens and more in the air half of all frames cost the script less than 4 ms', async ({ theatre, page, journal }) => {
  await page.addInitScript(watchFrames);
  await page.goto(theatre.door);
  await theatre.ask('/speed', { speed: 'slow' });
  await theatre.ask('/load', { per_second: 10 });
  await page.waitForFunction(() => document.querySelectorAll('.tok').length >= 50, null, { timeout: 30_000 });
  await page.evaluate(() => { window.scriptMs.length = 0; });
  await page.waitForFunction(() => window.scriptMs.length >= 100);
  const [median, frames, seconds] = await page.evaluate(() => [window.scriptMs.sort((a, b) => a - b)[50], window.scriptMs.length, window.watched()]);
  await theatre.ask('/load', { per_second: 0 });
  console.log(`script: ${median.toFixed(1)} ms a frame, ${Math.round(frames / seconds)} frames a second`);
  expect(median).toBeLessThan(SCRIPT_MAX);
  expect(journal.act('message').length).toBeGreaterThan(50);
});

function watchFrames() {
  const ask = window.requestAnimationFrame.bind(window), began = [];
  window.scriptMs = [];
  window.watched = () => (performance.now() - began.at(-window.scriptMs.length)) / 1000;
  // The picture's own frames alone: whoever waits for something in a test asks for frames too.
  window.requestAnimationFrame = draw => ask(draw.name !== 'frame' ? draw : ms => {
    const at = performance.now();
    draw(ms);
    window.scriptMs.push(performance.now() - at);
    began.push(at);
  });
}
