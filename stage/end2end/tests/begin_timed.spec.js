// S1 and S6, by the watch: how soon the page is there, and how soon it is proved.
import { expect, test } from '../test.js';
import { Theatre } from '../theatre.js';

/** Milliseconds. */
const DRAWN_MAX = 10_000;
const PROVED_MAX = 3000;

test('from the command to the drawn page it takes less than ten seconds', async ({ browser }) => {
  test.skip(!!process.env.STAGE_URL, 'that one runs already');
  const page = await browser.newPage(), began = Date.now(), theatre = await Theatre.open();
  await page.goto(theatre.door);
  await expect(page.locator('#node-hub .state')).toHaveText('no ar');
  expect(Date.now() - began).toBeLessThan(DRAWN_MAX);
  await page.close();
  await theatre.close();
});

test('while payments run it is proved within three seconds', async ({ theatre, picture }) => {
  const { page } = picture;
  await theatre.pay(20, 40);
  await theatre.ask('/load', { per_second: 20 });
  const pressed = Date.now();
  await page.keyboard.press('p');
  await expect(page.locator('#cert')).toBeVisible();
  expect(Date.now() - pressed).toBeLessThan(PROVED_MAX);
});
