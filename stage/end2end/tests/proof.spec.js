// S6 and S7: proved from outside while all runs; and with a bug the same proof fails.
import { readFileSync } from 'node:fs';
import { expect, test } from '../test.js';
import { amiss } from '../checks.js';

test('one press proves while payments run: the certificate says when, what and how much, and can be kept', async ({ theatre, picture, journal }) => {
  const { page } = picture;
  await theatre.pay(20, 40);
  await theatre.ask('/load', { per_second: 20 });
  await page.keyboard.press('p');
  await expect(page.locator('#cert')).toBeVisible();
  const { certificate } = journal.act('proof').at(-1);
  await theatre.ask('/load', { per_second: 0 });
  expect(certificate.sound).toBe(true);
  expect(certificate.figures.transfers).toBeGreaterThanOrEqual(20);
  await expect(page.locator('#cert h2')).not.toBeEmpty();
  await expect(page.locator('#cert .claims li')).toHaveCount(certificate.claims.length);
  await expect(page.locator('#cert')).toContainText(certificate.sha256.slice(0, 16));
  // Never over the money.
  const over = () => page.evaluate(() => {
    const [paper, money] = ['cert', 'money'].map(id => document.getElementById(id).getBoundingClientRect());
    return paper.bottom - money.top;
  });
  await expect.poll(over, 'once it has risen').toBeLessThanOrEqual(0);

  const [kept] = await Promise.all([page.waitForEvent('download'), page.locator('#cert-save').click()]);
  const { sha256, ...others } = JSON.parse(readFileSync(await kept.path(), 'utf8'));
  expect(sha256).toBe(certificate.sha256);
  expect(others.figures).toEqual(certificate.figures);
  await page.locator('#cert-close').click();
  await expect(page.locator('#cert')).toBeHidden();
  await expect(page.locator('#b-prove')).toBeFocused();
});

test('a bug is planted and the same plug pulled: the bar turns red, the proof names the transfer, and the scene can be set again', async ({ theatre, picture, journal }) => {
  test.skip(!theatre.real, 'what is one process has no bugs compiled in');
  test.setTimeout(120_000);
  const { page } = picture;
  await page.locator('#b-bug').click();
  await page.locator('[data-bug="lost-refund"]').click();
  const planted = await journal.until('the bug', line => line.what === 'process' && line.bug === 'lost-refund', { within: 30_000 });
  await expect(page.locator('.node.bugged')).not.toHaveCount(0);
  await theatre.ask('/load', { per_second: 20 });
  await page.keyboard.press('k');
  await journal.process('hub', 'killed', planted.n);
  await page.keyboard.press('k');
  await expect(page.locator('#money')).toHaveClass(/broken/, { timeout: 30_000 });
  await theatre.ask('/load', { per_second: 0 });
  await page.keyboard.press('p');
  await expect(page.locator('#cert')).toHaveClass(/broken/);
  await expect(page.locator('#cert .guilty')).toContainText('lost-refund');
  await expect(page.locator('#cert .guilty .mono')).toHaveText(/^E\w{31}$/);
  await page.locator('#cert-close').click();
  await journal.until('the scene anew', line => line.what === 'ground', { after: planted.n, within: 60_000 });
  await expect(page.locator('#money')).not.toHaveClass(/broken/);
  await expect.poll(() => amiss(picture, journal)).toEqual([]);
});
