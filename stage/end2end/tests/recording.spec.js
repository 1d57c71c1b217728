// S10: one file that plays the journal anywhere, with the same picture.
import { readFileSync } from 'node:fs';
import { expect, test } from '../test.js';
import { unlike } from '../eyes.js';
import { Picture } from '../picture.js';

/** Lanes, ledgers and money: what shows no plugs. */
const CLIPS = [{ x: 440, y: 206, width: 1040, height: 128 }, { x: 440, y: 645, width: 1040, height: 130 }, { x: 36, y: 824, width: 1848, height: 156 }];

test('the recording plays from a disk without a server, with the same picture at the same place, and offers no plugs', async ({ theatre, picture, journal, browser }, info) => {
  const { page } = picture;
  await theatre.ask('/scene/4');
  await theatre.ask('/speed', { speed: 'slow' });
  await theatre.pay(4, 10);
  const after = journal.last;
  await theatre.ask('/plugs/hub/kill');
  await journal.process('hub', 'killed', after);
  await journal.until('the hub is waited for', line => line.what === 'money' && line.waiting.hub > 0);
  await theatre.ask('/plugs/hub/start');
  await picture.told((await journal.rest()).n);
  await page.keyboard.press('p');
  await expect(page.locator('#cert')).toBeVisible();
  await page.keyboard.press('Escape');
  const [saved] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('s')]);
  const file = info.outputPath('recording.html');
  await saved.saveAs(file);
  expect(readFileSync(file).length).toBeLessThan(2e6);

  // No network at all.
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: 'pt-BR', offline: true, deviceScaleFactor: 1 });
  const there = await context.newPage(), played = new Picture(there, 'file:');
  await there.goto(`file://${file}`);
  await expect(there.locator('#show')).toHaveAttribute('data-recorded', 'true');
  await expect(there.locator('#show')).not.toHaveAttribute('data-n', '0');
  const commits = journal.act('commit'), places = [after + 1, ...commits.filter((_, i) => i % 3 === 0).map(line => line.n + 1)];
  for (const place of places.map(n => journal.place(n))) {
    await Promise.all([picture.seek(place), played.seek(place)]);
    expect(await played.drawn(), `at place ${place}`).toEqual(await picture.drawn());
  }
  for (const clip of CLIPS) {
    const [live, kept] = await Promise.all([page, there].map(one => one.screenshot({ clip, animations: 'disabled' })));
    const urls = [live, kept].map(png => `data:image/png;base64,${png.toString('base64')}`);
    expect(await there.evaluate(unlike, urls), `other pixels in ${JSON.stringify(clip)}`).toBe(0);
  }
  for (const control of ['.plug', '#b-prove', '#b-slow', '#load', '#b-save']) await expect(there.locator(`${control} >> visible=true`)).toHaveCount(0);
  // It plays by itself from where one looked, and stands where it ends.
  await played.seek(journal.place(after + 1));
  const from = (await played.drawn()).n;
  await there.locator('#b-play').click();
  await expect(there.locator('#now')).toHaveText('gravação');
  await played.told(from + 5);
  await there.keyboard.press('k');
  expect(played.heard).toEqual([]);
  await context.close();
});
