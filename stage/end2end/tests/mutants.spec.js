// A page with a mistake in it is caught by the checks that the others are held to.
import { amiss, undrawn } from '../checks.js';
import { expect, plant, test } from '../test.js';
import { Picture } from '../picture.js';

const MISTAKES = {
  'a kind of message is not drawn': ['tokens.js', 'tokens.forEach((token, i) => {', 'tokens.forEach((token, i) => {\n    if (token.message.kind === "confirmed") return;'],
  'one message in twenty is forgotten': ['act.js', 'this.air.written(message);', 'if ((this.told = (this.told ?? 0) + 1) % 20) this.air.written(message);'],
  'a lane has no way': ['aloft.js', 'drawn = all.filter(message => message.way)', 'drawn = all.filter(message => message.way?.dir > 0)'],
};
const SUMS = {
  'what is on its way is not in the bar': ['books.js', ', ...underway];', '];'],
  'a bank is drawn too wide': ['books.js', 'width: share(first?.cents ?? 0)', 'width: share((first?.cents ?? 0) * 1.01)'],
  'a term is not the ledger’s': ['money.js', "say($('m-way'), figure(money.underway))", "say($('m-way'), figure(0))"],
  'the verdict does not look': ['money.js', "classList.toggle('broken', money.missing !== 0)", "classList.toggle('broken', true)"],
};

/** What a check says of the page with each of those mistakes, and of the page as it is. All look at one journal. */
async function found({ context, theatre, journal }, mistakes, check) {
  const said = {};
  for (const [what, mistake] of Object.entries({ none: null, ...mistakes })) {
    const page = await context.newPage(), picture = new Picture(page, theatre.url);
    if (mistake) await plant(page, ...mistake);
    await picture.open(theatre.door, journal);
    said[what] = await check(picture);
    await page.close();
  }
  return said;
}
const caught = said => Object.entries(said).filter(([, wrong]) => wrong.length).map(([what]) => what);

test('caught is whatever leaves a message undrawn', async ({ context, theatre, journal }) => {
  await theatre.some(6);
  const said = await found({ context, theatre, journal }, MISTAKES, picture => undrawn(picture, journal));
  expect(caught(said)).toEqual(Object.keys(MISTAKES));
});

test('caught is whatever makes the sum another one', async ({ context, theatre, journal }) => {
  test.skip(!!process.env.STAGE_URL, 'sums of some weight are sent in one process');
  await theatre.ask('/speed', { speed: 'slow' });
  await theatre.sent([8000, 6275]);
  const underway = await journal.until('money on its way', line => line.what === 'money' && line.underway_cents === 14275);
  const said = await found({ context, theatre, journal }, SUMS, async picture => {
    await picture.seek(journal.place(underway.n));
    return amiss(picture, journal);
  });
  expect(caught(said)).toEqual(Object.keys(SUMS));
});
