import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Journal } from '../journal.js';
import { look } from '../look.js';
import { barOf } from '../books.js';
import { jointsOf } from '../layout.js';
import { scenesOf } from '../script.js';
import { GROUND, Play } from './play.js';

const journalOf = lines => { const journal = new Journal(); for (const line of lines) journal.add(line); return journal; };
// The index itself is left out: it knows what comes; the picture must not.
const seen = s => JSON.parse(JSON.stringify(s, (key, value) => {
  if (key === 'act' || key === 'events' || key === 'block') return undefined;
  if (key === 'transfer' && value) return value.id;
  if (key === 'message' && value) return `${value.topic}/${value.offset}/${value.t}`;
  return value instanceof Map ? [...value] : value;
}));

function threeInMidAir() {
  const play = new Play();
  play.until(0.5).send('marina', 'rafael', 8000);
  play.until(1.1).send('livia', 'caio', 6275);
  play.until(1.9).send('caio', 'livia', 15000);
  return play;
}
const hubKilled = () => { const play = threeInMidAir(); return play.until(2.1).kill('hub').until(10.5).start('hub').until(30); };
function allWaiting() {
  const play = new Play();
  play.until(0.5).send('marina', 'rafael', 8000);
  play.until(0.9).send('livia', 'caio', 6275);
  play.send('caio', 'livia', 15000);
  return play.until(1).kill('hub').until(10.5).start('hub').until(30);
}

test('a life of six steps is told step by step, by name', () => {
  const play = new Play();
  const p = play.until(1).send('marina', 'rafael', 8000);
  const journal = journalOf(play.until(12).lines), s = look(journal, journal.end);
  const transfer = s.act.transfers.get(p.id);
  assert.deepEqual([1, 2, 3, 4, 5, 6].map(step => transfer.stepAt(step, s.t) !== undefined), Array(6).fill(true));
  assert.equal(transfer.fact('payee', s.t), 'Rafael Tavares');
  assert.equal(s.books['001'].rows[0].word, 'completed');
  assert.equal(s.books['002'].rows[0].word, 'credited');
  assert.ok(transfer.ended - transfer.accepted > 3);
});

test('a message stands at the end of its lane while nobody reads, oldest first, and leaves when the position passes', () => {
  const play = threeInMidAir().until(2.1).kill('hub');
  const journal = journalOf(play.until(9).lines);
  const s = look(journal, 8), standing = s.tokens.filter(token => token.message.topic === 'codepix.from.001');
  assert.ok(standing.every(token => token.waits && token.level));
  const xs = standing.map(token => token.x);
  assert.ok(xs.length >= 1 && xs.every((x, i) => i === 0 || xs[i - 1] - x >= 53), `places: ${xs}`);
  const again = journalOf(play.start('hub').until(30).lines);
  assert.equal(look(again, again.end + 5).tokens.length, 0);
});

test('the picture at an instant is the same from the lines up to it as from all lines: back is the same picture', () => {
  const { lines } = hubKilled(), whole = journalOf(lines);
  for (let t = 0; t <= whole.end; t += 0.37) {
    const cut = whole.cut(t), part = journalOf(lines.slice(0, cut));
    assert.deepEqual(seen(look(part, t)), seen(look(whole, t)), `at ${t}`);
  }
});

test('forth and back again by steps shows the same pictures', () => {
  const whole = journalOf(hubKilled().lines), there = [];
  for (let t = whole.step(0, 1); t !== undefined; t = whole.step(t, 1)) there.push(t);
  const back = [];
  for (let t = whole.step(there.at(-1) + 1, -1); t !== undefined; t = whole.step(t, -1)) back.push(t);
  const close = (a, b) => Math.abs(a - b) < 1e-9;
  assert.equal(there.length, whole.stops.length);
  assert.ok(there.every((t, i) => close(t, back[back.length - 1 - i])));
  for (const t of there) assert.equal(whole.number(t), whole.lines.findLast(line => line.t <= t).line.n);
});

test('a killed hub is told with its age and who waits, then that it caught up', () => {
  const play = allWaiting(), journal = journalOf(play.lines);
  const dead = look(journal, 8).nodes.hub;
  assert.deepEqual([dead.how, dead.down, dead.pulled, dead.waits], ['killed', true, true, 3]);
  assert.ok(Math.abs(dead.since - 7) < 0.02);
  assert.ok(look(journal, 11).nodes.hub.back > 0);
  const ended = Math.max(...[...look(journal, 29).act.transfers.values()].map(transfer => transfer.ended));
  const healed = look(journal, ended + 1).nodes.hub.healed;
  assert.ok(Math.abs(healed - (ended - 10.5)) < 0.02, `${healed}`);
});

test('a repeat is a token of its own, dashed, in the colour of its transfer', () => {
  const play = threeInMidAir().until(2.1).kill('hub').until(8);
  play.ask('001');
  const journal = journalOf(play.until(9).lines), s = look(journal, 8.9);
  const repeats = s.tokens.filter(token => token.message.again);
  assert.ok(repeats.length >= 1);
  for (const { message } of repeats) assert.equal(message.transfer.colour, s.act.transfers.get(message.end_to_end_id).colour);
});

test('what lay in a wiped log is gone at once', () => {
  const play = threeInMidAir().until(2.1).kill('hub').until(6);
  play.wipe();
  const journal = journalOf(play.until(6.3).lines);
  assert.ok(look(journal, 5.9).tokens.length >= 2);
  assert.equal(look(journal, 6.2).tokens.length, 0);
  assert.equal(look(journal, 6.2).nodes.kafka.how, 'wiped');
  assert.equal(look(journal, 6.2).nodes.kafka.pulled, false);
});

test('the bar has the width of all money, to the cent, and a slice for each transfer on its way', () => {
  const journal = journalOf(threeInMidAir().until(2.3).lines), { money } = look(journal, 2.3);
  assert.equal(money.missing, 0);
  assert.equal(money.total, 400000);
  assert.equal(money.slices.reduce((sum, slice) => sum + slice.cents, 0), money.underway);
  const bar = barOf(money);
  assert.ok(Math.abs(bar.reduce((sum, part) => sum + part.width, 0) - 1) < 1e-9);
  assert.ok(!bar.some(part => part.kind === 'gap'));
});

test('money that is short leaves a hole of its width, and nothing else does', () => {
  const play = new Play();
  play.until(1).start('001', 'lost-refund');
  play.until(2).send('marina', 'rafael', 8000, { unknown: true });
  const journal = journalOf(play.until(12).lines);
  assert.equal(look(journal, 2.5).money.missing, 0);
  const s = look(journal, 11), gap = barOf(s.money).find(part => part.kind === 'gap');
  assert.equal(s.money.missing, 8000);
  assert.ok(Math.abs(gap.width - 8000 / 400000) < 1e-9);
  assert.equal(s.nodes['001'].bug, 'lost-refund');
});

test('of 1,000 transfers no message is undrawn: each is a token, a lit way, or counted in a ribbon', () => {
  const play = new Play({ speed: 'real', money: false });
  for (let i = 0; i < 1000; i++) play.until(1 + i * (i < 500 ? 0.05 : 0.004)).send(i % 2 ? 'marina' : 'livia', i % 2 ? 'rafael' : 'caio', 100 + i);
  const journal = journalOf(play.until(60).lines), drawn = new Set();
  const messages = play.lines.filter(line => line.what === 'message');
  assert.equal(messages.length, 5000);
  for (const { t, line } of journal.lines) {
    if (line.what !== 'message') continue;
    const s = look(journal, t);
    assert.equal(s.elsewhere, 0);
    const sum = (list, name) => (list ?? []).reduce((all, one) => all + one[name], 0);
    const counted = s.tokens.length + s.trails.length + sum(s.ribbons, 'moves') + sum(s.piles, 'waits');
    assert.equal(counted, s.aloft);
    const mine = [...s.tokens, ...s.trails].some(token => token.message.offset === line.offset && token.message.topic === line.topic);
    if (mine || s.ribbons) drawn.add(line.n);
  }
  assert.equal(drawn.size, messages.length);
});

test('more than sixty become ribbons and piles', () => {
  const play = new Play({ speed: 'real' });
  play.until(1).kill('hub');
  for (let i = 0; i < 63; i++) play.until(2 + i * 0.02).send(i % 2 ? 'marina' : 'livia', i % 2 ? 'rafael' : 'caio', 150);
  const journal = journalOf(play.until(6).lines), s = look(journal, 5);
  assert.equal(s.tokens.length, 0);
  assert.equal(s.piles.reduce((sum, pile) => sum + pile.waits, 0), 63);
  assert.deepEqual(s.books['001'].sums, [{ word: 'pending', count: 31 }]);
});

test('lines told twice count once, and another stage begins anew', () => {
  const { lines } = hubKilled(), journal = journalOf([...lines.slice(0, 50), ...lines.slice(30)]);
  assert.equal(journal.lines.length, lines.length);
  const other = new Play();
  other.lines[0].at = '2026-11-28T21:00:00.000Z';
  journal.add(other.lines[0]);
  assert.equal(journal.lines.length, 1);
});

test('a scene that is set anew has none of the old transfers, and keeps its processes', () => {
  const play = hubKilled();
  const { lines } = play;
  play.write({ ...lines[0], n: lines.length + 1, at: play.clock(play.now) });
  const journal = journalOf(lines), s = look(journal, journal.end);
  assert.equal(s.act.transfers.size, 0);
  assert.equal(s.nodes.hub.how, 'up');
  assert.equal(look(journal, 8).nodes.hub.how, 'killed');
});

test('inside one process nothing is drawn that is not there: no server of the ledgers, no joints, no scene with a bug', () => {
  const play = new Play(), alone = { ...GROUND, one_process: true };
  play.write({ what: 'ground', ...alone });
  const s = look(journalOf(play.lines), 1);
  assert.deepEqual(Object.keys(s.nodes).sort(), ['001', '002', 'hub', 'kafka', 'web-001', 'web-002']);
  assert.deepEqual([jointsOf(alone).length, jointsOf(GROUND).length], [0, 8]);
  assert.deepEqual(scenesOf(alone).map(scene => scene.number), [1, 2, 3, 4, 5, 6, 7, 9, 10]);
});

test('what rushes are ribbons also in a lull, and no more once the rate has fallen', () => {
  const play = new Play({ speed: 'real' }), rate = topics => play.write({ what: 'rate', topics, transfers_per_second: 100, p50_ms: 5, p99_ms: 9 });
  play.until(1).send('marina', 'rafael', 100);
  rate({ 'codepix.from.001': 150, 'codepix.to.002': 100 });
  const rushing = look(journalOf(play.until(1.5).lines), 1.5);
  assert.equal(rushing.ribbons.reduce((sum, ribbon) => sum + ribbon.moves, 0), rushing.aloft);
  assert.deepEqual([rushing.tokens, rushing.trails], [[], []]);
  rate({ 'codepix.from.001': 3 });
  assert.equal(look(journalOf(play.until(2).lines), 2).ribbons, null);
});
