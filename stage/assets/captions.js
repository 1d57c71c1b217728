// What the picture says above itself: of a scene, by its script; on the free stage, derived from what is seen.
import { LAST } from './script.js';
import { T, count, longTime, many, reais, seconds, took } from './words.js';
import { upTo } from './series.js';
import { nameOf } from './names.js';

/** The record day of Pix: 5 December 2025. */
const RECORD_DAY = 313_300_000;

export function captionOf(s) {
  const key = keyOf(s), slots = slotsOf(s);
  return { head: s.scene ? [T('chapter.of', { n: s.scene.number, m: LAST }), T(`scene.${s.scene.number}`, slots)] : ['', ''],
    caption: many(key, slots.waits, slots), sub: many(`${key}.sub`, slots.waits, slots) };
}

function keyOf(s) {
  const key = s.scene?.key ?? free(s);
  if (key === 'cap.flight' && !underway(s)) return 'cap.idle';
  if (key === 'cap.short' && s.money.missing < 0) return 'cap.over';
  return key === 'cap.bug' && !s.money?.missing ? 'cap.bug.right' : key;
}
function free(s) {
  if (s.money?.missing) return s.proof && !s.proof.certificate.sound ? 'cap.bug' : 'cap.short';
  const down = downs(s);
  if (down.length) return down.length > 2 ? 'cap.free.many' : 'cap.free.down';
  if (Object.keys(s.lines).length) return 'cap.free.line';
  if (s.ribbons && s.rate?.transfers_per_second >= 1) return s.rate.p99_ms ? 'cap.storm' : 'cap.busy';
  if (Object.values(s.nodes).some(node => node.healed !== undefined)) return 'cap.free.healed';
  return s.speed === 'slow' && underway(s) ? 'cap.flight' : 'cap.free';
}

const downs = s => Object.keys(s.nodes).filter(name => s.nodes[name].down).map(name => nameOf(s.ground, name));

const underway = s => s.act.underway.at(s.t).filter(transfer => transfer.accepted <= s.t).length;

function slotsOf(s) {
  const down = downs(s), waits = s.money?.waits ?? 0, flying = underway(s), rate = s.rate?.transfers_per_second ?? 0, ended = lastEnded(s);
  const n = s.scene?.key === 'cap.flight' || (!s.scene && !down.length && !s.ribbons) ? flying : waits;
  const bug = Object.values(s.nodes).find(node => node.bug)?.bug;
  const hurt = down.length ? down : Object.keys(s.lines).map(line => nameOf(s.ground, line));
  return {
    waits: n, who: hurt.join(', '), k: down.length, right: s.ground.banks.at(-1)?.name ?? '',
    m: reais(Math.abs(s.money?.missing ?? 0)), bug: bug ? T(`bug.${bug}`) : '', took: ended ? took(ended) : '',
    rate: count(rate), half: took((s.rate?.p50_ms ?? 0) / 1000), most: took((s.rate?.p99_ms ?? 0) / 1000),
    record: rate > 0 ? longTime(RECORD_DAY / rate) : '', room: count(s.customers.length), s: seconds(s.t),
  };
}
// How long the last transfer took that ended: as it was measured, else from its first commit that was seen to its last.
function lastEnded(s) {
  const book = s.act.books.get('hub')?.commits ?? [], n = upTo(book, s.t);
  for (let i = n - 1; i >= Math.max(0, n - 200); i--) {
    if (book[i].step !== 6) continue;
    const measured = s.act.rate.find(line => line.t >= book[i].t && line.t <= s.t && line.p50_ms > 0);
    return measured ? measured.p50_ms / 1000 : book[i].t - book[i].transfer.accepted;
  }
  return null;
}
