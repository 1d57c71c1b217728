// S3: real and slow; pause, step, back, the slider; killed by hand in mid-air.
import { expect, test } from '../test.js';

const positions = page => page.locator('#air .carried').evaluateAll(all => all.map(el => el.style.transform + el.lastChild.dataset.message));

test('slow is slow: what took milliseconds takes about five seconds, and the page says which it is', async ({ theatre, picture, journal }) => {
  const { page } = picture, took = id => {
    const [first, ...rest] = journal.lines.filter(line => line.what === 'commit' && line.end_to_end_id === id);
    return Date.parse(rest.at(-1).at) - Date.parse(first.at);
  };
  const one = async () => {
    const after = journal.last;
    await theatre.one();
    return journal.until('the last step', line => line.what === 'commit' && line.step === 6, { after });
  };
  expect(took((await one()).end_to_end_id)).toBeLessThan(1000);
  await page.locator('#b-slow').click();
  await expect(page.locator('#b-slow')).toHaveAttribute('aria-pressed', 'true');
  const slow = took((await one()).end_to_end_id);
  expect(slow).toBeGreaterThan(3500);
  expect(slow).toBeLessThan(8000);
  await page.locator('#b-real').click();
  await expect(page.locator('#b-real')).toHaveAttribute('aria-pressed', 'true');
});

test('paused the picture stands while the system goes on; step and back show the same pictures; the slider’s end is now', async ({ theatre, picture, journal }) => {
  const { page } = picture;
  await theatre.ask('/speed', { speed: 'slow' });
  await theatre.pay(3, 10);
  await expect(page.locator('#air .tok').first()).toBeAttached();
  await page.keyboard.press(' ');
  const [stands, n] = [await positions(page), await page.locator('#show').getAttribute('data-n')];
  await journal.rest();
  expect([await positions(page), await page.locator('#show').getAttribute('data-n')]).toEqual([stands, n]);
  await expect(page.locator('#now')).toHaveText(/atrás/);

  const there = [await picture.drawn()];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('.');
    there.push(await picture.drawn());
    expect(there.at(-1)).not.toEqual(there.at(-2));
  }
  for (const step of there.slice(1, -1).reverse()) {
    await page.keyboard.press(',');
    expect(await picture.drawn()).toEqual(step);
  }
  await picture.now();
  await expect(page.locator('#now')).toHaveText('ao vivo');
  await expect(page.locator('#air .tok')).toHaveCount(0);
});

test('the hub is killed by hand in mid-air, and all that was on its way ends', async ({ theatre, picture, journal }) => {
  const { page } = picture;
  await page.locator('#b-slow').click();
  await theatre.pay(2, 10);
  const after = journal.last;
  await expect(page.locator('#air .tok').first()).toBeAttached();
  await page.keyboard.press('k');
  await journal.process('hub', 'killed', after);
  await expect(page.locator('#node-hub')).toHaveClass(/killed/);
  await expect(page.locator('#a-wait')).not.toHaveText('0');
  await page.keyboard.press('k');
  const up = await journal.process('hub', 'up', after);
  await journal.rest();
  expect(journal.act('commit').filter(line => line.step === 6 && line.n > up.n).length).toBeGreaterThanOrEqual(2);
  await expect(page.locator('#node-hub .state')).toHaveText(/recuperou em/);
});
