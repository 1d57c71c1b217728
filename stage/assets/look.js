// The picture at an instant: a function of the journal's lines up to it, and of nothing else. So pause, step, back, the
// slider and a recording are one thing: another instant.
import { aloft } from './aloft.js';
import { armedAt, linesAt, nodesAt } from './lives.js';
import { booksAt, moneyAt } from './books.js';
import { latest, upTo } from './series.js';
import { sceneAt } from './script.js';

/** Seconds after which a rate that nobody renewed is none. */
const RATE_HOLDS = 5;

/** Null while nothing was told. */
export function look(journal, t) {
  const act = journal.actAt(t);
  if (!act) return null;
  const money = moneyAt(act, journal, t);
  const s = { t, n: journal.number(t), act, ground: act.ground, money, speed: latest(act.speed, t)?.speed ?? 'real' };
  const rate = latest(act.rate, t);
  s.rate = rate && t - rate.t < RATE_HOLDS ? rate : null;
  s.nodes = nodesAt(act, journal, t, money);
  s.lines = linesAt(act, t);
  Object.assign(s, aloft(act, t, s));
  s.books = booksAt(act, t, s.crowded);
  s.proof = latest(act.proof, t) ?? null;
  s.armed = armedAt(act, t);
  s.customers = [...act.customer.values()].map(list => latest(list, t)).filter(Boolean);
  s.scene = sceneAt(act, t, s);
  s.events = act.events;
  s.told = upTo(act.events, t);
  return s;
}
