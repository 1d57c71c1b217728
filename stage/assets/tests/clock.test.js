import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../clock.js';
import { Journal } from '../journal.js';
import { Play } from './play.js';

function setting() {
  const journal = new Journal(), play = new Play(), wall = { ms: 0 };
  const clock = new Clock(journal, () => wall.ms);
  const tell = () => { for (const line of play.lines) if (journal.add(line)) { wall.ms = Math.max(wall.ms, Date.parse(line.at) + 40); clock.heard(line.at); } };
  const pass = (seconds, tick) => { for (let t = 0; t < seconds - 1e-9; t += 0.05) { wall.ms += 50; clock.tick(tick.ms += 50); } };
  tell();
  return { journal, play, clock, wall, tell, pass, tick: { ms: 0 } };
}

test('live it is now, by the clock of whoever tells', () => {
  const { clock, pass, tick } = setting();
  pass(2, tick);
  assert.ok(Math.abs(clock.instant - 2) < 0.01, `${clock.instant}`);
  assert.equal(clock.behind, 0);
});

test('a pause moves the picture only: the system goes on, and one looks from behind', () => {
  const { clock, pass, tick } = setting();
  pass(1, tick);
  clock.run(false);
  pass(3, tick);
  assert.ok(Math.abs(clock.instant - 1) < 0.01 && Math.abs(clock.behind - 3) < 0.01);
  clock.run(true);
  pass(1, tick);
  assert.ok(Math.abs(clock.instant - 2) < 0.06 && Math.abs(clock.behind - 3) < 0.06);
});

test("the slider's end is now", () => {
  const { clock, journal, pass, tick } = setting();
  pass(2, tick);
  clock.seek(journal.after(3));
  assert.equal(clock.running, false);
  clock.seek(journal.after(journal.lines.length));
  assert.equal(clock.live, true);
  pass(0.1, tick);
  assert.equal(clock.behind, 0);
});

test('while nobody tells anything, nothing is claimed', () => {
  const { clock, pass, tick } = setting();
  pass(1, tick);
  clock.away(true);
  pass(5, tick);
  assert.ok(Math.abs(clock.instant - 1) < 0.01);
  clock.away(false);
  pass(0.1, tick);
  assert.ok(Math.abs(clock.instant - 6.1) < 0.1);
});

test('a recording plays from its beginning to its end, and again', () => {
  const { clock, journal, play, tell, pass, tick } = setting();
  play.until(1).send('marina', 'rafael', 100);
  play.until(8);
  tell();
  clock.recorded = true;
  clock.instant = 0;
  pass(3, tick);
  assert.ok(Math.abs(clock.instant - 3) < 0.1);
  pass(20, tick);
  assert.deepEqual([clock.instant, clock.running], [journal.end, false]);
  clock.run(true);
  assert.equal(clock.instant, 0);
});

test('who lived with it and was held up sees all of it, and is soon at what is now', () => {
  const { clock, pass, tick } = setting();
  pass(1, tick);
  clock.run(false);
  pass(3, tick);
  clock.catchUp();
  pass(0.5, tick);
  assert.ok(clock.behind > 1 && !clock.live, `${clock.behind}`);
  pass(1, tick);
  assert.ok(clock.live && clock.behind === 0, `${clock.behind}`);
  pass(1, tick);
  assert.equal(clock.behind, 0);
});
