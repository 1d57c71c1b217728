import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { captionOf } from '../captions.js';
import { Journal } from '../journal.js';
import { look } from '../look.js';
import { LAST, SCENES } from '../script.js';
import { figure, knows, longTime, reais, seconds, speak, teach } from '../words.js';
import { Play } from './play.js';

const rows = readFileSync(new URL('../texts.tsv', import.meta.url), 'utf8').trim().split('\n').map(line => line.split('\t'));
teach(Object.fromEntries(rows.slice(1).map(([key, ...texts]) => [key, texts])));

const said = (play, t) => { const journal = new Journal(); for (const line of play.lines) journal.add(line); return captionOf(look(journal, t)); };
const started = scene => { const play = new Play(); if (scene) play.scene(scene); return play; };

test('every text stands in both languages with the same slots, once', () => {
  const slots = text => [...new Set(text.match(/\{\w+\}/g))].sort();
  for (const cells of rows) assert.equal(cells.length, 3, cells.join('|'));
  for (const [key, pt, en] of rows.slice(1)) assert.deepEqual(slots(pt), slots(en), key);
  assert.equal(new Set(rows.map(([key]) => key)).size, rows.length);
});

test('every scene has its name, notes and captions in the table', () => {
  for (const { number, says } of SCENES) {
    for (const key of [`scene.${number}`, `note.${number}.say`, `note.${number}.press`, `note.${number}.until`]) assert.ok(knows(key), key);
    for (const [, key] of says) assert.ok(knows(key) && knows(`${key}.sub`), key);
  }
  assert.equal(LAST, 10);
});

test('the captions of the dead hub wait for what is seen, and the next scene for its own event', () => {
  const play = started(4);
  play.until(0.5).send('marina', 'rafael', 8000);
  play.until(1.1).send('livia', 'caio', 6275);
  play.until(1.4).send('caio', 'livia', 15000);
  play.until(1.5).kill('hub').until(9);
  play.ask('001');
  play.until(12).start('hub').until(28);
  speak('pt-BR');
  assert.equal(said(play, 0.7).caption, 'Um Pix no ar.');
  assert.equal(said(play, 3).caption, 'O hub caiu. Três Pix esperam por ele.');
  assert.equal(said(play, 10).caption, 'O hub caiu. Três Pix esperam, e perguntam de novo.');
  assert.equal(said(play, 12.5).caption, 'O hub voltou, e continua de onde parou.');
  assert.equal(said(play, 27).caption, 'Terminaram sozinhos.');
  assert.deepEqual(said(play, 27).head, ['4 de 10', 'O hub cai com Pix no ar']);
  play.until(29);
  play.wipe();
  assert.deepEqual(said(play.until(30), 29.2).head, ['5 de 10', 'Kafka apagado']);
  speak('en');
  assert.equal(said(play, 3).caption, 'The hub is down. Three Pix wait for it.');
  speak('pt-BR');
});

test('without a script captions are derived: who is down, how many wait, what is short', () => {
  const play = started();
  play.until(1).send('marina', 'rafael', 8000);
  play.until(1.2).kill('002').until(6);
  assert.equal(said(play, 5).caption, 'Banco Maré: fora do ar. Um Pix espera.');
  play.kill('hub').kill('kafka');
  assert.equal(said(play.until(7), 6.5).caption, '3 fora do ar. 1 Pix esperam.');
  const bug = new Play();
  bug.until(1).start('001', 'lost-refund');
  bug.until(2).send('marina', 'rafael', 8000, { unknown: true });
  assert.equal(said(bug.until(12), 11).caption, `Faltam ${reais(8000)}.`);
  bug.proof(false, { settled_or_refunded: ['Banco Ipê: E1: rejected'] });
  assert.equal(said(bug.until(13), 12.5).caption, `Faltam ${reais(8000)}, e a prova diz em qual Pix.`);
});

test('the whole script goes on by what is seen', () => {
  const play = new Play({ speed: 'real' });
  const scene = () => { const journal = new Journal(); for (const line of play.lines) journal.add(line); return look(journal, journal.end).scene.number; };
  play.scene(1).until(1).send('marina', 'rafael', 1050);
  play.until(3);
  assert.equal(scene(), 1);
  play.write({ what: 'speed', speed: 'slow' });
  assert.equal(scene(), 2);
  play.send('marina', 'rafael', 1050);
  play.until(8).kill('002').send('marina', 'rafael', 1050);
  assert.equal(scene(), 3);
  play.until(12).start('002').until(20).send('livia', 'caio', 700);
  play.kill('hub').until(22).start('hub').until(40);
  assert.equal(scene(), 4);
  play.wipe().until(44);
  play.money();
  assert.equal(scene(), 5);
  play.kill('001').kill('hub').kill('002').until(46);
  assert.equal(scene(), 6);
  for (const node of ['001', 'hub', '002']) play.start(node);
  play.until(50).money();
  play.until(51).proof(true);
  assert.equal(scene(), 7);
});

test('money is Brazilian in both languages', () => {
  for (const code of ['pt-BR', 'en']) { speak(code); assert.equal(figure(123456789), '1.234.567,89'); assert.equal(figure(-5), '−0,05'); }
  speak('pt-BR');
  assert.equal(seconds(8.42), '8,4\u00a0s');
  assert.equal(longTime(105488), '29\u00a0h');
});
