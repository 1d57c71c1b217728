// S4: every plug, by mouse and by keyboard; what shows is what was seen.
import { expect, test } from '../test.js';

/** What is offered at a plug that is in, by the state that follows, and what brings it back. */
const PULLS = { kill: ['killed', 'Religar'], stop: ['stopped', 'Religar'], freeze: ['frozen', 'Descongelar'] };

test('whoever can be pulled shows that it is killed, stopped or frozen, by shape and word, and comes back', async ({ theatre, picture, journal }) => {
  const { page } = picture;
  for (const [pull, [state, back]] of Object.entries(PULLS)) {
    for (const node of ['hub', ...theatre.places, ...(theatre.real || pull !== 'freeze' ? ['kafka'] : []), ...(theatre.real ? ['postgres'] : [])]) {
      const shown = page.locator(`#node-${node}`), plug = shown.locator('.plug'), after = journal.last;
      await plug.click();
      await page.locator(`#menu [data-pull="${pull}"]`).click();
      await picture.told((await journal.process(node, state, after)).n);
      await expect(shown).toHaveClass(new RegExp(`\\b${state}\\b`));
      await expect(plug).toHaveAttribute('data-out', String(state !== 'frozen'));
      await plug.click();
      await page.locator('#menu button', { hasText: back }).click();
      await picture.told((await journal.process(node, 'up', after)).n);
      await expect(shown).not.toHaveClass(/\bdown\b/);
    }
  }
});

test('Kafka is wiped: what lay there is gone from the picture, is asked again, and all ends', async ({ theatre, picture, journal }) => {
  const { page } = picture;
  await theatre.ask('/speed', { speed: 'slow' });
  await theatre.pay(3, 10);
  await theatre.ask('/plugs/hub/kill');
  await journal.process('hub', 'killed');
  await expect(page.locator('#air .tok').first()).toBeAttached();
  await page.locator('#node-kafka .plug').click();
  await page.locator('#menu [data-pull="wipe"]').click();
  const wiped = await journal.until('a log began anew', line => line.what === 'wiped');
  await picture.told(wiped.n);
  await picture.seek(journal.place(journal.lines.findLast(line => line.what === 'wiped').n));
  expect((await picture.air()).tokens).toEqual([]);
  await theatre.ask('/plugs/hub/start');
  await journal.rest();
  await journal.until('somebody asks again', line => line.what === 'message' && line.again, { after: wiped.n });
});

test('all at once: nothing is left, and everything comes back', async ({ theatre, picture, journal }) => {
  const { page } = picture, nodes = ['hub', ...theatre.places, 'kafka', ...(theatre.real ? ['postgres'] : [])];
  await theatre.pay(3, 10);
  await page.locator('#b-all').click();
  await Promise.all(nodes.map(node => journal.process(node, 'killed')));
  await expect(page.locator('.node.down, .band.down')).toHaveCount(nodes.length);
  for (const node of nodes.reverse()) await theatre.ask(`/plugs/${node}/start`);
  await expect(page.locator('.node.down, .band.down')).toHaveCount(0);
});

test('a press on a step arms “die exactly here”: whoever makes it dies there, and is not armed any more', async ({ theatre, picture, journal }) => {
  const { page } = picture;
  await theatre.ask('/speed', { speed: 'slow' });
  const [, payees] = theatre.places;
  await theatre.ask(`/plugs/${payees}/kill`);
  await journal.process(payees, 'killed');
  await theatre.one();
  await page.locator('.tok[aria-label$="espera na fila"]').click();
  const step = page.locator('#inspect [data-die="4"]');
  await step.click();
  await expect(step).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('#inspect .armed-words')).toContainText('4');
  await page.keyboard.press('Escape');
  await theatre.ask(`/plugs/${payees}/start`);
  const dead = await journal.process('hub', 'killed');
  const last = journal.lines.findLast(line => line.what === 'commit' && line.place === 'hub' && line.n < dead.n);
  expect(last.step).toBe(4);
  await picture.now();
  await expect(page.locator('#node-hub')).toHaveClass(/killed/);
  await journal.until('nobody is armed', line => line.what === 'armed' && line.step === 4 && !line.armed);
  await page.keyboard.press('k');
  await journal.rest();
});

test('each line is cut, deaf, mute and slow, says so, and mends', async ({ theatre, picture, journal }) => {
  test.skip(!theatre.real, 'inside one process there are no lines');
  const { page } = picture;
  for (const state of ['cut', 'deaf', 'mute', 'slow']) {
    const joint = page.locator('[data-line="hub-kafka"]'), after = journal.last;
    await joint.click();
    await page.locator(`#menu [data-bend="${state}"]`).click();
    await journal.until(`hub-kafka ${state}`, line => line.what === 'link' && line.link === 'hub-kafka' && line.state === state, { after });
    await expect(joint).toHaveClass(/hurt/);
    await joint.click();
    await page.locator('#menu [data-bend="heal"]').click();
    await expect(joint).not.toHaveClass(/hurt/);
  }
});
