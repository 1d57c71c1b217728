// How the processes and the lines between them are at an instant.
import { latest, upTo } from './series.js';

/** Seconds: how long a commit is told as what its actor does, and how long being back is news. */
const DOES = 1.5, NEWS = 12, OVERDUE = 120;
const PULLED = new Set(['killed', 'stopped']);

/** By node: how it is, since how many seconds, who waits for it, what it does. */
export function nodesAt(act, journal, t, money) {
  return Object.fromEntries(namesOf(act.ground).map(name => [name, nodeAt(act, journal, t, name, money)]));
}

// Whoever has a plug: what is kept in memory has no server's.
function namesOf({ banks, one_process: alone }) {
  const places = banks.map(bank => bank.place);
  return ['hub', ...places, 'kafka', ...(alone ? [] : ['postgres']), ...places.map(place => `web-${place}`)];
}

function nodeAt(act, journal, t, name, money) {
  const list = act.process.get(name) ?? [], n = upTo(list, t), entry = list[n - 1];
  const node = { how: entry?.state ?? 'up', since: 0, pid: entry?.pid ?? null, bug: entry?.bug ?? null, waits: money?.waiting[name] ?? 0, doing: doing(act, name, t) };
  node.down = node.how !== 'up' && node.how !== 'wiped';
  node.pulled = PULLED.has(node.how);
  if (!entry) return node;
  node.since = t - Math.min(entry.t, journal.instant(entry.since));
  if (node.how === 'up' && n > 1 && list[n - 2].state !== 'up') Object.assign(node, recovery(entry, t, node.since));
  return node;
}
function recovery(entry, t, since) {
  if (entry.healed <= t) return t - entry.healed < NEWS ? { healed: since - (t - entry.healed) } : {};
  return since < (entry.awaited ? OVERDUE : NEWS) ? { back: since } : {};
}
function doing(act, name, t) {
  const commit = latest(act.books.get(name)?.commits, t);
  return commit && t - commit.t < DOES ? commit : null;
}

/** The lines that are not whole, by name. */
export function linesAt(act, t) {
  const lines = {};
  for (const [name, list] of act.link) {
    const state = latest(list, t)?.state ?? 'whole';
    if (state !== 'whole') lines[name] = state;
  }
  return lines;
}

/** The steps at which somebody is to die. */
export const armedAt = (act, t) => [...act.armed.values()].map(list => latest(list, t)).filter(entry => entry?.armed);

/** The two ends of a line, as nodes. */
export const endsOf = line => { const [a, b] = line.split('-'); return [a, b === 'pg' ? 'postgres' : b]; };
