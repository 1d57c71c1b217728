// Where the tests of one worker play, one after the other: those that leave no trace on the same stage, which need not begin
// anew then. (Whoever fails takes the worker along, and its house.)
import { Theatre } from './theatre.js';

export class House {
  #theatre = null;

  /** A stage as it begins; what is told from now on is the present test's. */
  async theatre() {
    if (!this.#theatre) {
      this.#theatre = await Theatre.open();
      await this.#theatre.peopled();
    }
    this.#theatre.journal.began = this.#theatre.journal.last;
    return this.#theatre;
  }

  /** After a test. */
  async swept() {
    if (!this.#theatre.program || !this.#theatre.isAsNew) return this.close();
    await this.#theatre.calm();
  }

  async close() {
    const theatre = this.#theatre;
    this.#theatre = null;
    await theatre?.close();
  }
}
