// S8: somebody who has never seen it gives the talk from the page alone: by the keyboard, with captions that wait for what is
// seen, and from the presenter's window, with notes, a clock and the next scene.
import { expect, test } from '../test.js';
import { tabTo } from '../hands.js';

test('scenes go on by keys and by what is seen, and captions wait for it', async ({ theatre, picture, journal }) => {
  const { page } = picture, caption = page.locator('#cap'), chapter = page.locator('#chapter');
  const press = async key => page.keyboard.press(key);
  await press('PageDown');
  await expect(chapter).toHaveText('1 de 10');
  await expect(caption).toHaveText('Dois bancos, um hub no meio, três livros.');
  await theatre.one();
  await expect(caption).not.toHaveText('Dois bancos, um hub no meio, três livros.');
  await tabTo(page, '#b-slow');
  await press('Enter');
  await expect(chapter).toHaveText('2 de 10');
  await theatre.one();
  await expect(caption).toHaveText('Um Pix no ar.');
  for (const scene of ['3', '4']) {
    await press('PageDown');
    await expect(chapter).toHaveText(`${scene} de 10`);
  }
  await theatre.one();
  await theatre.one();
  await press('k');
  await expect(caption).toHaveText(/^O hub caiu\. (Um|Dois|Três) Pix esperam? por ele\.$/);
  await press('k');
  await expect(caption).toHaveText('O hub voltou, e continua de onde parou.');
  await expect(caption).toHaveText('Terminaram sozinhos.', { timeout: 30_000 });
  // By its plug, found with Tab: Enter Enter wipes nothing, the fourth item does.
  await tabTo(page, '#node-kafka .plug');
  await press('Enter');
  await expect(page.locator('#menu [data-pull="kill"]')).toBeFocused();
  await tabTo(page, '#menu [data-pull="wipe"]');
  await press('Enter');
  await expect(chapter).toHaveText('5 de 10');
  await expect(page.locator('#node-kafka .plug')).toBeFocused();
  for (const scene of ['6', '7']) {
    await press('PageDown');
    await expect(chapter).toHaveText(`${scene} de 10`);
  }
  await press('p');
  await expect(page.locator('#cert-close')).toBeFocused();
  await press('Enter');
  await press('PageDown');
  // What this stage cannot show is no scene of its script.
  await expect(chapter).toHaveText(theatre.real ? '8 de 10' : '9 de 10');
  await press('PageUp');
  await expect(chapter).toHaveText('7 de 10');
  await expect.poll(() => journal.act('scene').map(line => line.number)).toEqual([1, 3, 4, 6, 7, theatre.real ? 8 : 9, 7]);
});

test('Enter Enter at a plug kills, and the plug keeps the focus', async ({ picture, journal }) => {
  const { page } = picture;
  await tabTo(page, '#node-hub .plug');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await journal.process('hub', 'killed');
  await expect(page.locator('#node-hub .plug')).toBeFocused();
});

test('the presenter’s window says what to say and press, when it goes on, and what is next; the room’s page goes along', async ({ theatre, picture, context }) => {
  const { page } = picture;
  const [desk] = await Promise.all([context.waitForEvent('page'), page.locator('#b-desk').click()]);
  await desk.setViewportSize({ width: 1920, height: 1080 });
  const notes = desk.locator('.desk-notes'), next = desk.locator('#desk-next');
  await expect(desk.locator('.desk-scenes button')).toHaveCount(theatre.real ? 10 : 9);
  await next.click();
  await expect(page.locator('#chapter')).toHaveText('1 de 10');
  await expect(notes).toContainText('Um Pix de verdade, na velocidade de verdade.');
  await expect(notes.locator('.press')).toContainText('Enviar, no celular da esquerda');
  await expect(notes.locator('.until')).not.toHaveClass(/ok/);
  await theatre.one();
  await expect(notes.locator('.until')).toHaveClass(/ok/);
  await expect(desk.locator('.desk-top b')).toHaveText(/^00:\d\d$/);
  await desk.locator('[data-note="7"]').click();
  await expect(notes.locator('.press')).toContainText('Provar');
  await expect(page.locator('#chapter')).toHaveText('1 de 10');
  await desk.keyboard.press('PageDown');
  await expect(page.locator('#chapter')).toHaveText('2 de 10');
});
