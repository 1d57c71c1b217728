// A page with a mistake in it is caught by the checks that the others are held to.
import { amiss, undrawn } from '../checks.js';
import { countedAlong } from '../along.js';
import { expect, plant, test } from '../test.js';
import { Picture } from '../picture.js';

const MISTAKES = {
  'a kind of message is not drawn': ['tokens.js', 'tokens.forEach((token, i) => {', 'tokens.forEach((token, i) => {\n    if (token.message.kind === "confirmed") return;'],
  'one message in twenty is forgotten': ['act.js', 'this.air.written(message);', 'if (message.n % 20) this.air.written(message);'],
  'a lane has no way': ['aloft.js', 'drawn = all.filter(message => message.way)', 'drawn = all.filter(message => message.way?.dir > 0)'],
};

/** The page with that mistake, once ten transfers have ended. */
async function withMistake({ page, theatre, journal }, mistake) {
  await plant(page, ...mistake);
  const picture = new Picture(page, theatre.url);
  await picture.open(theatre.door, journal);
  return picture;
}

for (const [what, mistake] of Object.entries(MISTAKES)) {
  test(`caught: ${what}`, async ({ page, theatre, journal }) => {
    const picture = await withMistake({ page, theatre, journal }, mistake);
    const along = await countedAlong(page);
    await theatre.pay(10, 5);
    await journal.rest();
    await picture.told(journal.last);
    await along.end();
    expect(await undrawn(picture, journal)).not.toEqual([]);
  });
}

const SUMS = {
  'what is on its way is not in the bar': ['books.js', ', ...underway];', '];'],
  'a bank is drawn too wide': ['books.js', 'width: share(first?.cents ?? 0)', 'width: share((first?.cents ?? 0) * 1.01)'],
  'a term is not the ledger’s': ['money.js', "say($('m-way'), figure(money.underway))", "say($('m-way'), figure(0))"],
  'the verdict does not look': ['money.js', "classList.toggle('broken', money.missing !== 0)", "classList.toggle('broken', true)"],
};

test.describe('of the sum', () => {
  test.skip(!!process.env.STAGE_URL, 'sums of some weight are sent in one process');
  for (const [what, mistake] of Object.entries(SUMS)) {
    test(`caught: ${what}`, async ({ page, theatre, journal }) => {
      const picture = await withMistake({ page, theatre, journal }, mistake);
      await theatre.ask('/speed', { speed: 'slow' });
      await theatre.send(8000);
      await theatre.send(6275);
      const underway = await journal.until('money on its way', line => line.what === 'money' && line.underway_cents === 14275);
      await picture.told(underway.n);
      expect(await amiss(picture, journal)).not.toEqual([]);
    });
  }
});
