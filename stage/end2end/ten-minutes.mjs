// Gives the ten-minute talk from the page alone: presses what the presenter's notes say and nothing else, waits for what the
// captions wait for, takes a picture at each moment, and saves the recording. No test: `node ten-minutes.mjs FOLDER` gives it
// on a system in one process, with STAGE_URL on the stage that runs. PAUSE says for how many seconds the presenter talks.
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { Room } from './room.js';
import { fromDisk } from './test.js';
import { Theatre } from './theatre.js';

const FOLDER = process.argv[2] ?? 'moments', TALKS = Number(process.env.PAUSE ?? 3) * 1000;
const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);
mkdirSync(FOLDER, { recursive: true });

const theatre = await Theatre.open(), { journal } = theatre, [left, right] = theatre.places;
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'pt-BR', colorScheme: null }), page = await context.newPage();
await fromDisk(context, theatre.url);
const phones = Object.fromEntries(['left', 'right'].map(side => [side, page.frameLocator(`.phone.${side} iframe`)]));
const began = Date.now();

const clock = () => `${((Date.now() - began) / 1000).toFixed(0).padStart(4)} s`;
const say = what => console.log(`${clock()}  ${what}`);
const picture = name => page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' });
const press = key => page.keyboard.press(key);
const caption = text => page.locator('#cap', { hasText: text }).waitFor({ timeout: 60_000 });
const chapter = number => page.locator('#chapter', { hasText: `${number} de 10` }).waitFor();

/** The next scene, by the key, unless what was seen has begun it already; then the presenter talks. */
async function scene(number) {
  if (!(await page.locator('#chapter').innerText()).startsWith(`${number} `)) await press('PageDown');
  await chapter(number);
  say(`${number} de 10: ${await page.locator('#chapter-name').innerText()}`);
  await pause(TALKS);
}
async function pull(node, item) {
  await page.locator(`#node-${node} .plug`).click();
  await page.locator('#menu button', { hasText: item }).click();
}
/** The pointer goes back to the stage, and the keys with it. */
const leavePhone = () => page.mouse.move(960, 90, { steps: 4 });
/** Enviar, on the left phone. */
async function send(amount) {
  const phone = phones.left, next = () => phone.locator('main form.form button').last().click();
  const after = journal.last;
  if (!(await phone.locator('main a[href*="/pix/send"]').count())) await phone.locator('a[href$="/home"]').first().click();
  await phone.locator('main a[href*="/pix/send"]').first().click();
  await phone.locator('#key').fill('rafael.002@exemplo.com.br');
  await next();
  await phone.locator('main form.stack button').click();
  await phone.locator('#amount').fill(amount);
  await next();
  await phone.locator('main a[href*="step=pin"]').click();
  await phone.locator('#pin, main a[href*="step=pin"]').first().waitFor();
  if (!(await phone.locator('#pin').isVisible())) await phone.locator('main a[href*="step=pin"]').click();
  await phone.locator('#pin').fill('1234');
  await next();
  await leavePhone();
  return journal.until('accepted', line => line.what === 'commit' && line.step === 1 && line.place === left, { after });
}

await page.goto(theatre.door);
await phones.left.locator('button[value^="marina"]').click();
await phones.right.locator('button[value^="rafael"]').click();
await phones.right.locator('.balance .v').waitFor();
await leavePhone();

await scene(1);
await picture('idle');
await send('10,50');
await journal.rest();
await pause(TALKS);

await page.locator('#b-slow').click();
await scene(2);
await send('80,00');
await page.locator('.tok').first().waitFor();
await picture('flight');
await journal.rest();

await scene(3);
await pull(right, 'Matar');
for (const amount of ['62,75', '12,00', '25,00']) await send(amount);
await page.locator('.tok[aria-label$="espera na fila"]').nth(2).waitFor();
await picture('payee-off');
await page.locator('.tok').last().click();
await page.locator('#inspect').waitFor();
await picture('inspect');
await press('Escape');
await pull(right, 'Religar');
await caption('Terminaram sozinhos.');
await journal.rest();

await scene(4);
await send('150,00');
await send('9,90');
const alive = journal.last;
await press('k');
await journal.process('hub', 'killed', alive);
await caption('O hub caiu.');
await pause(TALKS);
await picture('hub-dead');
await pull('hub', 'Religar');
await caption('Terminaram sozinhos.');
await picture('healed');
await journal.rest();

await scene(5);
await send('33,00');
await page.locator('.tok').first().waitFor();
await pull('kafka', 'Apagar');
await caption('Kafka apagado');
await picture('wiped');
await caption('Terminaram sozinhos.');
await journal.rest();

await scene(6);
await send('41,00');
await page.locator('#b-all').click();
await caption('Tudo de uma vez');
await picture('all-down');
for (const node of [...(theatre.real ? ['postgres'] : []), 'kafka', 'hub', left, right]) await pull(node, 'Religar');
await caption('Terminaram sozinhos.');
await journal.rest();

await scene(7);
await page.locator('#b-real').click();
await page.locator('#load').focus();
for (let i = 0; i < 3; i++) await press('ArrowRight');
await page.locator('.ribbon').first().waitFor();
await press('p');
await page.locator('#cert').waitFor();
await pause(TALKS);
await picture('proof');
await press('Escape');
await page.locator('#load').focus();
for (let i = 0; i < 3; i++) await press('ArrowLeft');
await page.locator('#load').blur();
await journal.rest();

if (theatre.real) {
  await scene(8);
  await page.locator('#b-bug').click();
  await page.locator('[data-bug="lost-refund"]').click();
  await journal.until('the bug', line => line.what === 'process' && line.bug, { within: 30_000 });
  await press('k');
  await journal.process('hub', 'killed', journal.lines.findLast(line => line.bug).n);
  await press('k');
  await page.locator('#money.broken').waitFor({ timeout: 30_000 });
  await press('p');
  await page.locator('#cert.broken').waitFor();
  await pause(TALKS);
  await picture('bug');
  const after = journal.last;
  await page.locator('#cert-close').click();
  await journal.until('the scene anew', line => line.what === 'ground', { after, within: 60_000 });
}

await scene(9);
const room = await Room.of(browser, theatre.url, 12);
await pause(TALKS);
await picture('audience');
await room.everybodyPays();
const dead = journal.last;
await press('k');
await journal.process('hub', 'killed', dead);
await room.everybodyPays();
await caption('Pix esperam');
await picture('audience-wait');
await press('k');
await caption('Terminaram sozinhos.');
await journal.rest();
await room.leave();

await scene(10);
await press('p');
await page.locator('#cert').waitFor();
await pause(TALKS);
await picture('home');
await press('Escape');
const [saved] = await Promise.all([page.waitForEvent('download'), press('s')]), file = `${FOLDER}/recording.html`;
await saved.saveAs(file);
say(`recording: ${(statSync(file).size / 1e6).toFixed(2)} MB, ${journal.lines.length} lines, of ${clock()}`);

// Two moments that are no scene of the talk.
await theatre.ask('/scene/4');
const desk = await context.newPage();
await desk.goto(`${theatre.url}/#script`);
await desk.locator('.desk-notes h2', { hasText: 'Cena 4' }).waitFor();
await desk.screenshot({ path: `${FOLDER}/script.png`, animations: 'disabled' });
await desk.close();
await theatre.ask('/scene/0');
await page.locator('#load').focus();
for (let i = theatre.real ? 0 : 1; i < 4; i++) await press('ArrowRight');
await journal.until('a storm', line => line.what === 'rate' && line.transfers_per_second > 50, { after: journal.last, within: 30_000 });
await pause(TALKS);
await picture('storm');
await browser.close();
await theatre.close();
process.exit();
