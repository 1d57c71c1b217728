// The instant that is looked at. Live it is now; pause, step and the slider move the picture only, and the system goes on.

/** Behind by less than this, one looks at now. Seconds. */
const NOW = 0.05;
/** So many times as fast does the picture follow, when who lived with it was held up. */
const HURRY = 4;

export class Clock {
  instant = 0;
  running = true;
  live = true;
  recorded = false;
  #hurries = false;
  #skew = Infinity; // how far this machine's clock is ahead of the journal's, with the way of the quickest line
  #frozen = null; // the last instant that was known while nobody tells anything
  #last = 0;

  constructor(journal, now = () => Date.now()) { Object.assign(this, { journal, now }); }

  /** A line has come. */
  heard(at) { this.#skew = Math.min(this.#skew, this.now() - Date.parse(at)); }
  /** The stream broke: what is so now is not known until it is back. */
  away(is) { this.#frozen = is ? this.#frozen ?? this.head : null; }

  /** The latest instant there is. */
  get head() {
    const { end, base } = this.journal;
    if (this.recorded || base === null || this.#skew === Infinity) return Math.max(0, end);
    return this.#frozen ?? Math.max(end, (this.now() - this.#skew - base) / 1000);
  }
  get behind() { const behind = this.head - this.instant; return behind > NOW ? behind : 0; }

  /** Time goes on, to this many milliseconds. */
  tick(ms) {
    const passed = Math.min(0.1, (ms - this.#last) / 1000);
    this.#last = ms;
    if (!this.running) return;
    const { head } = this;
    this.instant = this.live && !this.recorded ? head : Math.min(head, this.instant + passed * (this.#hurries ? HURRY : 1));
    if (this.instant < head) return;
    this.#hurries = false;
    if (this.recorded) this.running = false; else this.live = true;
  }

  run(on) {
    if (on && this.recorded && this.instant >= this.head) this.instant = 0;
    this.running = on;
    this.#hurries = false;
    if (!on) this.live = false;
    else if (!this.behind && !this.recorded) this.live = true;
  }
  /** Goes on from here, leaves nothing out, and is soon at what is now. */
  catchUp() {
    this.run(true);
    this.#hurries = !this.live && !this.recorded;
  }
  /** Looks at an instant and stays there; at the latest one, goes on live. */
  seek(t) {
    this.#hurries = false;
    this.instant = Math.min(t, this.head);
    this.live = !this.recorded && t >= this.journal.end;
    this.running = this.live;
  }
  /** One line back (-1) or forth (1). */
  step(by) {
    this.run(false);
    const t = this.journal.step(this.instant, by);
    if (t !== undefined) this.instant = Math.min(t, this.head);
  }
}
