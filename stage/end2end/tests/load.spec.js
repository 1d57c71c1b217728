// S11: a dial for load; tokens become ribbons with figures.
import { expect, test } from '../test.js';
import { amiss } from '../checks.js';

test('the dial is turned by keys: ribbons with messages a second, ledgers that count, and what it is in days of Pix', async ({ theatre, picture, journal }) => {
  const { page } = picture;
  await page.locator('#load').focus();
  for (const words of ['1 Pix/s', '10 Pix/s', '100 Pix/s']) {
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('#load')).toHaveAttribute('aria-valuetext', words);
  }
  await journal.until('a hundred a second', line => line.what === 'rate' && line.transfers_per_second > 50);
  await expect(page.locator('.ribbon')).toHaveCount(4);
  await expect(page.locator('.ribbon b').first()).toHaveText(/^\d+\/s$/);
  await expect(page.locator('#load-out')).toHaveText(/^\d+ Pix\/s$/);
  await expect(page.locator('#cap')).toHaveText(/Pix por segundo/);
  await expect(page.locator('#cap-sub')).toHaveText(/dia recorde do Pix/);
  await expect(page.locator('#ledger-hub li').first()).toHaveText(/concluído/);
  // Letters are the stage's, also where the dial has the focus.
  await page.keyboard.press('p');
  await expect(page.locator('#cert')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.locator('#load').focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  await expect(page.locator('#load')).toHaveAttribute('aria-valuetext', 'à mão');
  await picture.told((await journal.rest()).n);
  await expect(page.locator('.ribbon')).toHaveCount(0);
  expect(await amiss(picture, journal)).toEqual([]);
});
