// S6 and S7: proved from outside while all runs; and with a bug the same proof fails.
import { readFileSync } from 'node:fs';
import { amiss } from '../checks.js';
import { Picture } from '../picture.js';
import { expect, plant, test } from '../test.js';

/** The rules that are proved of servers, by the texts that name them: when nothing runs any more there is one besides. */
const TEXTS = readFileSync(new URL('../../assets/texts.tsv', import.meta.url), 'utf8');
const RULES = [...TEXTS.matchAll(/^rule\.(\w+)\t/gm)].map(([, name]) => name).filter(name => name !== 'settled');

test('one press proves while payments run: the certificate says when, what and how much, and can be kept', async ({ theatre, picture, journal }) => {
  const { page } = picture;
  await theatre.pay(20, 40);
  await theatre.ask('/load', { per_second: 20 });
  await page.keyboard.press('p');
  await expect(page.locator('#cert')).toBeVisible();
  const { certificate } = await journal.until('the proof', line => line.what === 'proof');
  await theatre.ask('/load', { per_second: 0 });
  expect(certificate.sound).toBe(true);
  expect(certificate.figures.transfers).toBeGreaterThanOrEqual(20);
  await expect(page.locator('#cert h2')).not.toBeEmpty();
  await expect(page.locator('#cert .claims li')).toHaveCount(certificate.claims.length);
  await expect(page.locator('#cert')).toContainText(certificate.sha256.slice(0, 16));
  await expect.poll(() => page.evaluate(covered), 'once it has risen').toEqual([]);

  const [kept] = await Promise.all([page.waitForEvent('download'), page.locator('#cert-save').click()]);
  const { sha256, ...others } = JSON.parse(readFileSync(await kept.path(), 'utf8'));
  expect(sha256).toBe(certificate.sha256);
  expect(others.figures).toEqual(certificate.figures);
  await page.locator('#cert-close').click();
  await expect(page.locator('#cert')).toBeHidden();
  await expect(page.locator('#b-prove')).toBeFocused();
});

test('on 1920 × 1080 and 1280 × 720 all 26 rules can be read, and the money beside them', async ({ theatre, page, journal }) => {
  expect(RULES.length).toBe(26);
  // One process proves fewer: its certificate comes with the servers' rules.
  const told = 'const line = JSON.parse(event.data);', claims = JSON.stringify(RULES.map(name => ({ name, counts: 12, wrong: [] })));
  await plant(page, 'source.js', told, `${told} if (line.certificate) line.certificate.claims = ${claims};`);
  const picture = new Picture(page, theatre.url);
  await picture.open(theatre.door, journal);
  for (const heading of ['O que foi prometido, e entre os livros', 'What was promised, and between the ledgers']) {
    await page.keyboard.press('p');
    await expect(page.locator('#cert .claims li')).toHaveCount(RULES.length);
    await expect(page.locator('#cert h3').last()).toHaveText(heading);
    await expect(page.locator('#cert .claims > div').last().locator('li')).toHaveCount(13);
    for (const [width, height] of [[1920, 1080], [1280, 720]]) {
      await page.setViewportSize({ width, height });
      await expect.poll(() => page.evaluate(covered), `on ${width} × ${height}, once it has risen`).toEqual([]);
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
  }
  expect(picture.heard).toEqual([]);
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

/** What the paper covers, or what of it cannot be read. */
function covered() {
  const box = el => el.getBoundingClientRect(), wrong = [], paper = box(document.getElementById('cert'));
  if (paper.bottom > box(document.getElementById('money')).top) wrong.push('the paper lies over the money');
  const [claims, footer] = ['.claims', 'footer'].map(name => box(document.querySelector(`#cert ${name}`)));
  if (footer.bottom > paper.bottom) wrong.push('the figures reach out of the paper');
  for (const el of document.querySelectorAll('#cert li, #cert h2, #cert h3, #cert .home')) {
    const { right, bottom } = box(el), room = box(el.parentElement);
    if (el.scrollWidth > el.clientWidth + 1 || right > room.right + 1) wrong.push(`too wide: ${el.textContent}`);
    if (bottom > footer.top) wrong.push(`under the figures: ${el.textContent}`);
    if (!el.matches('header *') && el.closest('.claims') && box(el).top < claims.top) wrong.push(`under the verdict: ${el.textContent}`);
  }
  return wrong;
}
