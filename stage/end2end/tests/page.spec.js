// S1: one page, one command; both phones are the real pages; no screen scrolls; what is not there is not drawn.
import { expect, test } from '../test.js';
import { cut } from '../eyes.js';

test('a person sends a Pix on the left phone, and all six steps and the other phone show it', async ({ picture, journal }) => {
  const { page } = picture, [left, right] = ['left', 'right'].map(side => page.frameLocator(`.phone.${side} iframe`));
  await left.locator('button[value^="marina"]').click();
  await right.locator('button[value^="rafael"]').click();
  await expect(right.locator('.balance .v')).toBeVisible();
  const after = journal.last;
  await left.locator('a[href*="/pix/send"]').first().click();
  await left.locator('#key').fill('rafael.002@exemplo.com.br');
  await left.locator('main form.form button').last().click();
  await left.locator('main form.stack button').click();
  await left.locator('#amount').fill('12,34');
  await left.locator('main form.form button').last().click();
  await left.locator('main a[href*="step=pin"]').click();
  await left.locator('#pin').fill('1234');
  await left.locator('main form.form button').last().click();
  const ended = await journal.until('the last step', line => line.what === 'commit' && line.step === 6, { after });
  expect(ended.amount_cents).toBe(1234);
  const steps = journal.lines.filter(line => line.what === 'commit' && line.end_to_end_id === ended.end_to_end_id);
  expect(steps.map(line => line.step)).toEqual([1, 2, 3, 4, 5, 6]);
  await expect(left.locator('h1')).toHaveText('Pix enviado');
  for (const place of ['001', 'hub', '002']) await expect(page.locator(`#ledger-${place} li`).first()).toContainText('12,34');
  await expect(right.locator('ol.rows li').first()).toContainText('12,34');
  // Whose pointer has left the phone has the stage's keys again.
  await page.mouse.move(960, 90, { steps: 2 });
  await page.keyboard.press('PageDown');
  await expect(page.locator('#chapter')).toHaveText('1 de 10');
});

test('on 1920 × 1080, 1280 × 720 and 1366 × 768 all of it is in sight, and nothing is cut', async ({ theatre, picture, journal }) => {
  const { page } = picture;
  await theatre.ask('/plugs/hub/kill');
  await picture.told((await journal.process('hub', 'killed')).n);
  for (const [width, height] of [[1920, 1080], [1280, 720], [1366, 768]]) {
    await page.setViewportSize({ width, height });
    await picture.drawn();
    expect.soft(await page.evaluate(cut), `on ${width} × ${height}`).toEqual([]);
  }
});

test('every plug and every line that is drawn is one that this stage has, and a press on what it lacks is not offered', async ({ theatre, picture }) => {
  const { page } = picture;
  const opening = JSON.parse(await page.locator('#opening').textContent());
  const drawn = name => page.locator(`[data-${name}]`).evaluateAll((all, name) => all.map(el => el.dataset[name]).sort(), name);
  expect(await drawn('plug')).toEqual([...opening.nodes].sort());
  expect(await drawn('line')).toEqual([...opening.links].sort());
  await expect(page.locator('#b-bug')).toHaveCount(theatre.real ? 1 : 0);
  await expect(page.locator('.show > .foot')).toHaveCount(theatre.real ? 0 : 1);
  for (const node of opening.nodes) {
    await page.locator(`[data-plug="${node}"]`).click();
    const items = page.locator('#menu button'), offered = await items.evaluateAll(all => all.map(el => el.dataset.pull));
    expect(offered).toEqual(['kill', 'stop', ...(node === 'kafka' && !theatre.real ? [] : ['freeze']), ...(node === 'kafka' ? ['wipe'] : [])]);
    await page.keyboard.press('Escape');
  }
});

test('without the token the page can be looked at, and nothing be pulled', async ({ theatre, page, journal }) => {
  await page.goto(theatre.url);
  await expect(page.locator('#node-hub .state')).toHaveText('no ar');
  for (const control of ['.plug', '.joint', '#b-prove', '#b-slow', '#load', '#b-desk']) await expect(page.locator(`${control} >> visible=true`)).toHaveCount(0);
  await page.keyboard.press('k');
  const answer = await page.evaluate(() => fetch('/plugs/hub/kill', { method: 'POST' }).then(answer => answer.status));
  expect(answer).toBe(401);
  expect(journal.act('process').filter(line => line.state !== 'up')).toEqual([]);
});
