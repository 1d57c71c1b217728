// S12: for everybody. Colour, shape and word; contrast; less motion; and without scripts the same truth.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../test.js';
import { tabTo } from '../hands.js';

/** The phones are the banks' own pages, with tests of their own: looked into is this page alone. */
const findings = async page => {
  const axe = new AxeBuilder({ page }).setLegacyMode().exclude('iframe').options({ rules: { 'color-contrast-enhanced': { enabled: true } }, resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(node => node.html.slice(0, 120))]);
};

for (const room of ['dark', 'light']) {
  test(`nothing for axe to find in the ${room} room, text at 7:1`, async ({ theatre, picture, journal }) => {
    test.setTimeout(180_000);
    const { page } = picture;
    const clean = async what => expect.soft(await findings(page), what).toEqual([]);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    if (room === 'light') await page.keyboard.press('t');
    await expect(page.locator('html')).toHaveAttribute('data-theme', room);
    if (room === 'light') await page.keyboard.press('g');
    await clean('at rest');
    await theatre.ask('/speed', { speed: 'slow' });
    await theatre.pay(3, 10);
    const after = journal.last;
    for (const [node, pull] of [['hub', 'kill'], [theatre.places[0], 'freeze'], [theatre.places[1], 'stop'], ['kafka', 'kill']]) await theatre.ask(`/plugs/${node}/${pull}`);
    const dead = await journal.process('kafka', 'killed', after);
    await page.locator('#b-play').click();
    await picture.told(dead.n);
    await clean('all down');
    await page.locator('#b-play').click();
    await page.locator('#node-hub .plug').click();
    await clean('a menu');
    await page.keyboard.press('Escape');
    await tabTo(page, '.tok');
    await page.keyboard.press('Enter');
    await expect(page.locator('#inspect')).toBeVisible();
    await clean('a message, opened');
    await page.keyboard.press('Escape');
    await page.locator('#b-play').click();
    await page.keyboard.press('p');
    await expect(page.locator('#cert')).toBeVisible();
    await clean('the certificate');
    await page.keyboard.press('Escape');
    await page.keyboard.press('l');
    await expect(page.locator('#list')).toBeVisible();
    await clean('the words');
    await page.goto(`${theatre.url}/#script`);
    await page.reload();
    await expect(page.locator('#desk')).toBeVisible();
    await clean('the presenter’s window');
  });
}

test('who asked for less motion begins at a picture that stands, and moves by steps', async ({ theatre, picture, journal }) => {
  const { page } = picture;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.reload();
  await expect(page.locator('#b-play')).toHaveAttribute('aria-label', 'Tocar');
  const stands = await picture.drawn();
  await theatre.one();
  await journal.rest();
  expect(await picture.drawn()).toEqual(stands);
  await page.keyboard.press('.');
  expect(await picture.drawn()).not.toEqual(stands);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

test('without scripts a list tells the same truth', async ({ theatre, journal, browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'pt-BR' }), page = await context.newPage();
  await theatre.pay(2, 10);
  await journal.rest();
  await theatre.ask('/plugs/hub/kill');
  await journal.process('hub', 'killed');
  await theatre.one();
  await journal.until('the hub is waited for', line => line.what === 'money' && line.waiting.hub === 1);
  await page.goto(theatre.url);
  const { banks, accepted, completed } = journal.act('money').at(-1);
  const figure = cents => (cents / 100).toLocaleString('pt-BR', { minimumFractionDigits: 2 });
  const list = page.locator('#list');
  await expect(list).toBeVisible();
  for (const cents of Object.values(banks)) await expect(list).toContainText(figure(cents));
  await expect(list).toContainText(`${accepted} aceitos = ${completed} concluídos + 0 devolvidos + 1 esperando`);
  await expect(list).toContainText(/Hub CodePix: caiu há .* 1 espera por ele/);
  await expect(list).toContainText('espera na fila');
  await context.close();
});
