// S2: every message is drawn, and says what it is when it is opened.
import { expect, test } from '../test.js';
import { gaps, undrawn } from '../checks.js';
import { countedAlong } from '../along.js';

test('of the messages of twenty transfers none is undrawn, whatever the speed', async ({ theatre, picture, journal }) => {
  // Six at a time, and no sooner than what those before have lit is dark again: more than sixty messages in the air are told
  // as ribbons, below.
  for (let paid = 0; paid < 18; paid += 6) {
    await theatre.some(6);
    await picture.empty(journal.last);
  }
  await theatre.ask('/speed', { speed: 'slow' });
  await theatre.some(2);
  await expect.poll(() => gaps(journal)).toEqual([]);
  await picture.told(journal.last);
  const sent = journal.act('message').length;
  expect(sent).toBeGreaterThanOrEqual(20 * 5);
  expect(await undrawn(picture, journal)).toEqual([]);
});

test('of a thousand transfers in a few seconds every message is a token, a lit way, or counted', async ({ theatre, picture, journal }) => {
  const along = await countedAlong(picture.page);
  await theatre.pay(1000, 250);
  await journal.rest();
  await expect.poll(() => gaps(journal)).toEqual([]);
  await picture.told(journal.last);
  const { frames, wrong, most } = await along.end();
  expect(wrong).toEqual([]);
  expect(frames).toBeGreaterThan(20);
  expect(most).toBeGreaterThan(60);
  const { messages, undrawn: nowhere } = await picture.air();
  expect([messages, nowhere]).toEqual([journal.scene('message').length, 0]);
});

test('a message that is clicked shows what it says, its six steps, and its row in each of the three ledgers', async ({ theatre, picture, journal }) => {
  const { page } = picture;
  await theatre.ask('/speed', { speed: 'slow' });
  // Where nobody reads it stands, and is met by whoever aims at it.
  const [, payees] = theatre.places, before = journal.last;
  await theatre.ask(`/plugs/${payees}/kill`);
  await journal.process(payees, 'killed');
  await theatre.one();
  const isForwarded = line => line.what === 'message' && line.topic === `codepix.to.${payees}`;
  const forwarded = await journal.until('a message to the payee', isForwarded, { after: before });
  await expect(page.locator('.tok[aria-label$="espera na fila"]')).toBeVisible();
  await page.locator('.tok').click();
  const sheet = page.locator('#inspect');
  await expect(sheet).toBeVisible();
  await expect(page.locator('#in-close')).toBeFocused();
  await expect(sheet).toContainText(forwarded.body.end_to_end_id ?? forwarded.topic);
  await expect(sheet).toContainText('codepix.v1.TransferForwarded');
  await expect(sheet).toContainText(forwarded.key);
  await expect(sheet.locator('.life button.done')).toHaveCount(2);
  await expect(sheet.locator('.rows3 li')).toHaveText([/Banco Ipê.*/s, /Hub CodePix.*Registrado/is, /Banco Maré.*/s]);
  // It stands still while it is looked at; closed, the picture goes on to now.
  await expect(page.locator('#b-play')).toHaveAttribute('aria-label', 'Tocar');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page.locator('#b-play')).toHaveAttribute('aria-label', 'Pausar');
});
