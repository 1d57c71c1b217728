// S9: the room joins by a code; phones become customers with faces, send to each other, and wait when the hub dies under
// their thumbs.
import { joined } from '../room.js';
import { expect, test } from '../test.js';

test('two phones join by the code, their faces appear, they pay each other, and wait while the hub is dead', async ({ theatre, picture, journal, browser }) => {
  const { page } = picture;
  await theatre.ask('/scene/9');
  await expect(page.locator('#room .qr')).toBeVisible();
  const ana = await joined(browser, theatre.url, 'Ana'), beto = await joined(browser, theatre.url, 'Beto');
  for (const place of theatre.places) await expect(page.locator(`#crowd-${place} .face`)).toHaveCount(1);
  await expect(page.locator('#room .count')).toHaveText(/2/);

  // There is a button for whoever can be paid.
  const pay = (phone, name) => phone.locator('#people li', { hasText: name }).locator('button').nth(1);
  await pay(ana, 'Beto').tap();
  await expect(ana.locator('.moves li').first()).toContainText('chegou');
  await expect(beto.locator('.moves li').first()).toContainText('De Ana');
  await expect(beto.locator('.balance b')).toHaveText(/1\.005,00$/);

  const after = journal.last;
  await page.keyboard.press('k');
  await journal.process('hub', 'killed', after);
  await pay(beto, 'Ana').tap();
  await expect(beto.locator('.moves li.wait').first()).toContainText('espera o hub voltar');
  await journal.until('somebody waits', line => line.what === 'customer' && line.name === 'Beto' && line.waiting, { after });
  await expect(page.locator('#cap')).toHaveText('O hub caiu. Um Pix espera.');
  await page.keyboard.press('k');
  await expect(beto.locator('.moves li').first()).toContainText('chegou', { timeout: 30_000 });
  await expect(ana.locator('.moves li').first()).toContainText('De Beto');
  await journal.rest();
  for (const phone of [ana, beto]) await phone.context().close();
});
