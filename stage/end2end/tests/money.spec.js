// S5: all ledgers at one instant, to the cent, and the count; in words, as a bar, and in the journal.
import { amiss } from '../checks.js';
import { expect, test } from '../test.js';

test('words and bar say what the ledgers say, at every reading, while hub and banks die and come back', async ({ theatre, picture, journal }) => {
  const { page } = picture;
  await theatre.ask('/speed', { speed: 'slow' });
  if (theatre.api) for (const cents of [8000, 6275, 15000]) await theatre.send(cents);
  await theatre.pay(4, 10);
  expect(await amiss(picture, journal)).toEqual([]);
  const after = journal.last;
  for (const node of ['hub', theatre.places[1]]) await theatre.ask(`/plugs/${node}/kill`);
  await picture.told((await journal.process(theatre.places[1], 'killed', after)).n);
  expect(await amiss(picture, journal)).toEqual([]);
  await expect(page.locator('#a-for')).toHaveText(/esperando: .*hub/);
  for (const node of ['hub', theatre.places[1]]) await theatre.ask(`/plugs/${node}/start`);
  await picture.told((await journal.rest()).n);
  const readings = journal.act('money');
  expect(readings.length).toBeGreaterThan(5);
  expect(readings.filter(line => line.underway_cents > 0).length).toBeGreaterThan(1);
  for (const { n } of readings) {
    await picture.seek(journal.place(n));
    expect(await amiss(picture, journal), `at line ${n}`).toEqual([]);
  }
});
