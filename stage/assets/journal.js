// The journal as the page has it: every line it was told, in order, each at an instant of its own.
import { Act } from './act.js';
import { latest, upTo } from './series.js';

/** Lines of one millisecond follow each other by this, in seconds: so an instant says exactly which lines are before it. */
const APART = 1e-6;
/** Lines that change nothing one could step to. */
const UNSEEN = new Set(['money', 'rate', 'ground', 'customer']);
/** A step shows what came of a line: so long after it, but before the next one. */
const SHOWN = 0.5;

export class Journal {
  lines = []; // { t, line }
  stops = []; // { t }: the instants of lines one steps to
  acts = [];
  base = null; // milliseconds of the first line's clock: instants are seconds from there
  #seen = new Map(); // number → at

  /** Takes a line; one that is here already is not taken twice. Says whether it was new. */
  add(line) {
    if (this.#seen.has(line.n)) {
      // Another stage began to tell from its first line: nothing of the old one is so any more.
      if (line.n !== 1 || this.#seen.get(1) === line.at) return false;
      this.forget();
    }
    this.#seen.set(line.n, line.at);
    this.base ??= Date.parse(line.at);
    const t = Math.max(this.instant(line.at), this.end + APART);
    this.lines.push({ t, line });
    if (!UNSEEN.has(line.what)) this.stops.push({ t });
    const act = this.acts.at(-1);
    if (line.what === 'ground') this.acts.push(new Act(line, t, act));
    else act?.add(line, t);
    return true;
  }

  forget() {
    this.lines = [];
    this.stops = [];
    this.acts = [];
    this.base = null;
    this.#seen.clear();
  }

  /** A time of the journal's clock as an instant. */
  instant(at) { return (Date.parse(at) - this.base) / 1000; }
  /** The instant of the last line. */
  get end() { return this.lines.at(-1)?.t ?? -APART; }
  /** The number of the last line. */
  get last() { return this.lines.at(-1)?.line.n ?? 0; }
  actAt(t) { return latest(this.acts, t); }
  /** How many lines are not later than the instant: its place on the slider. */
  cut(t) { return upTo(this.lines, t); }
  /** The number of the last line at an instant. */
  number(t) { return latest(this.lines, t)?.line.n ?? 0; }
  /** The instant at which so many lines are told. */
  after(cut) { return this.lines[Math.min(cut, this.lines.length) - 1]?.t ?? 0; }

  /** The instant to which a step goes, back (-1) or forth (1); undefined at the ends. */
  step(t, by) {
    const shown = i => Math.min(this.stops[i].t + SHOWN, (this.stops[i + 1]?.t ?? Infinity) - APART / 2);
    let i = upTo(this.stops, t);
    if (by > 0) {
      if (i > 0 && shown(i - 1) > t + APART / 4) i--;
      return this.stops[i] && shown(i);
    }
    for (i -= 1; i >= 0; i--) if (shown(i) < t - APART / 4) return shown(i);
    return undefined;
  }
}
