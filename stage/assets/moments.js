// When something was first seen, by its name: what the scenes wait for. Each is an instant from `from` on, or never.
import { latest, upTo } from './series.js';

const NEVER = Infinity;
const isDown = entry => entry.state !== 'up' && entry.state !== 'wiped';

/**
 * The instant of a moment: `ended`, `hub.down`, `right.up`, `kafka.wiped`, `all.down`, `proof`…; `a+rest` is when nothing
 * waits any more after `a`. Of a list, whichever comes first.
 */
export function momentOf(name, act, from) {
  if (Array.isArray(name)) return Math.min(...name.map(one => momentOf(one, act, from)));
  if (name.endsWith('+rest')) return rest(act, momentOf(name.slice(0, -5), act, from));
  const [who, what] = name.split('.');
  if (who === 'all') return what === 'down' ? allDown(act, from) : allUp(act, allDown(act, from));
  if (ALONE[name]) return ALONE[name](act, from);
  return ofNode(act, from, who === 'right' ? act.ground.banks.at(-1)?.place : who, what);
}

const since = (list, from) => list.slice(upTo(list, from - 1e-9));
const first = (list, from, is) => since(list, from).find(is)?.t ?? NEVER;
const events = (act, from, is) => first(act.events, from, is);

const ALONE = {
  start: (_, from) => from,
  ended: (act, from) => {
    const list = since(act.order, from);
    return Math.min(NEVER, ...list.slice(0, 500).filter(transfer => transfer.accepted >= from).map(transfer => transfer.ended));
  },
  slow: (act, from) => (latest(act.speed, from)?.speed === 'slow' ? from : first(act.speed, from, line => line.speed === 'slow')),
  'kafka.wiped': (act, from) => events(act, from, event => event.what === 'wiped'),
  proof: (act, from) => first(act.proof, from, () => true),
  'proof.broken': (act, from) => first(act.proof, from, line => !line.certificate.sound),
  bug: (act, from) => events(act, from, event => event.what === 'process' && event.entry.bug),
  short: (act, from) => first(act.money, from, line => line.issued_cents !== line.underway_cents + Object.values(line.banks).reduce((a, b) => a + b, 0)),
  customer: (act, from) => Math.min(NEVER, ...[...act.customer.values()].map(list => first(list, from, () => true))),
  anew: (act, from) => (act.t > from ? act.t : NEVER),
};

function ofNode(act, from, node, what) {
  const list = act.process.get(node) ?? [], before = latest(list, from);
  const down = before && isDown(before) ? from : first(list, from, isDown);
  if (what === 'down' || down === NEVER) return down;
  if (what === 'asked') return events(act, down, event => event.what === 'again' && event.message.reader === node);
  const up = since(list, down).find(entry => entry.state === 'up');
  if (what === 'up' || !up) return up?.t ?? NEVER;
  return up.awaited ? up.healed : up.t;
}

const rest = (act, t) => (t === NEVER ? NEVER : first(act.money, t + 0.001, line => Object.values(line.waiting ?? {}).every(n => !n)));

/** At least three of those that act were down together. */
function allDown(act, from) {
  const down = new Set();
  for (const entry of actors(act)) {
    if (isDown(entry)) down.add(entry.node); else down.delete(entry.node);
    if (entry.t >= from && down.size >= 3) return entry.t;
  }
  return NEVER;
}
function allUp(act, from) {
  if (from === NEVER) return NEVER;
  const down = new Set();
  for (const entry of actors(act)) {
    if (isDown(entry)) down.add(entry.node); else down.delete(entry.node);
    if (entry.t > from && !down.size) return entry.t;
  }
  return NEVER;
}
const actors = act => [...act.process].filter(([node]) => !node.startsWith('web-')).flatMap(([, list]) => list).sort((a, b) => a.t - b.t);
