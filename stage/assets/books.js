// What stands in the ledgers at an instant: the money to the cent, the last rows, how many of each state.
import { latest, upTo } from './series.js';
import { rowWord } from './transfer.js';

/** More slices than this are one. */
const SLICES_MAX = 40;
const ROWS = 3;

/** The last reading of all ledgers; null before there was one. */
export function moneyAt(act, journal, t) {
  const read = latest(act.money, t);
  if (!read) return null;
  const banks = act.ground.banks.map(bank => ({ ...bank, cents: read.banks[bank.place] ?? 0 }));
  const total = Object.values(read.banks).reduce((sum, cents) => sum + cents, 0) + read.underway_cents;
  const waiting = Object.fromEntries(Object.entries(read.waiting ?? {}).filter(([, n]) => n > 0));
  return {
    banks, total, waiting, issued: read.issued_cents, underway: read.underway_cents, missing: read.issued_cents - total,
    accepted: read.accepted, completed: read.completed, refunded: read.refunded,
    waits: Object.values(waiting).reduce((sum, n) => sum + n, 0),
    stale: read.unanswered ? t - journal.instant(read.unanswered) : null, slices: slices(act, t, read.underway_cents),
  };
}

// What is on its way, by transfer as far as its commits were seen; together exactly what the ledgers say.
function slices(act, t, underway) {
  const open = act.underway.at(t).filter(transfer => transfer.accepted <= t && transfer.credited > t && transfer.refused > t), parts = [];
  let left = underway;
  for (const transfer of open.length <= SLICES_MAX ? open : []) {
    const cents = transfer.fact('cents', t) ?? 0;
    if (cents <= 0 || cents > left) continue;
    parts.push({ cents, colour: transfer.colour });
    left -= cents;
  }
  return left > 0 ? [...parts, { cents: left, colour: 'w' }] : parts;
}

/** Stripes of the bar from left to right, as parts of its width. A sum that is short leaves a hole of its width. */
export function barOf(money) {
  const whole = Math.max(money.issued, money.total) || 1, share = cents => Math.max(0, cents) / whole;
  const [first, ...others] = money.banks;
  const underway = money.slices.map(({ colour, cents }) => ({ kind: 'slice', colour, width: share(cents) }));
  const parts = [{ kind: 'bank', bank: first, width: share(first?.cents ?? 0) }, ...underway];
  if (money.missing > 0) parts.push({ kind: 'gap', width: share(money.missing) });
  parts.push(...others.map(bank => ({ kind: 'bank', bank, width: share(bank.cents) })));
  let from = 0;
  return parts.map(part => ({ ...part, from: (from += part.width) - part.width }));
}

/** By place: the last rows, newest first; or, of many, how many are in which state. */
export function booksAt(act, t, sums) {
  const places = [act.ground.banks[0], { place: 'hub' }, ...act.ground.banks.slice(1)].filter(Boolean);
  return Object.fromEntries(places.map(({ place }) => [place, sums ? { sums: sumsAt(act, t, place) } : { rows: rowsAt(act, t, place) }]));
}
function rowsAt(act, t, place) {
  const rows = act.books.get(place)?.rows ?? [], n = upTo(rows, t);
  return rows.slice(Math.max(0, n - ROWS), n).reverse().map(({ transfer }) => {
    const commit = transfer.rowAt(place, t);
    return { transfer, commit, word: rowWord(commit), cents: transfer.fact('cents', t) ?? 0, age: t - commit.t, over: Math.max(0, t - transfer.ended) };
  });
}

const KEPT = 256;
// Counted up from the nearest instant at which it was counted before.
function sumsAt(act, t, place) {
  const book = act.books.get(place);
  if (!book) return [];
  const n = upTo(book.commits, t), marks = (book.marks ??= [new Map()]);
  for (let i = marks.length; i <= Math.floor(n / KEPT); i++) marks.push(tally(marks[i - 1], book.commits, (i - 1) * KEPT, i * KEPT));
  const counts = tally(marks[Math.floor(n / KEPT)], book.commits, Math.floor(n / KEPT) * KEPT, n);
  const sums = [...counts].filter(([, count]) => count > 0).map(([status, count]) => ({ word: rowWord({ place, status }), count }));
  return sums.sort((a, b) => b.count - a.count).slice(0, ROWS);
}
function tally(before, commits, from, to) {
  const counts = new Map(before);
  for (let i = from; i < to; i++) {
    const { status, before: was } = commits[i];
    if (was) counts.set(was, counts.get(was) - 1);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}
