// The journal as it is told: what the page shows is held against it.

export class Journal {
  lines = [];
  /** The last line before the present test: what it waits for comes later. */
  began = 0;
  #waiting = new Set();
  #end = new AbortController();

  /** Of a stage, all that is told so far; and listens from there. */
  static async of(url) {
    const journal = new Journal(), told = await (await fetch(`${url}/journal`)).text();
    journal.lines = told.split('\n').filter(Boolean).map(line => JSON.parse(line));
    const { body } = await fetch(`${url}/events?from=${journal.last + 1}`, { signal: journal.#end.signal });
    journal.#listen(body).catch(() => {});
    await journal.until('the ground', line => line.what === 'ground');
    return journal;
  }

  /** The lines of the present test since the scene was set, or those of one kind. */
  act(what) { return this.scene(what).filter(line => line.n > this.began); }
  /** The lines since the scene was set, of tests before as well. */
  scene(what) {
    const lines = this.lines.slice(this.lines.findLastIndex(line => line.what === 'ground'));
    return what ? lines.filter(line => line.what === what) : lines;
  }
  /** The last line of that kind, if there is one. */
  latest(what) { return this.scene(what).at(-1); }
  /** How many lines are told up to number `n`: its place on the slider. */
  place(n) { return this.lines.findLastIndex(line => line.n <= n) + 1; }
  get last() { return this.lines.at(-1)?.n ?? 0; }

  /** The first line later than number `after` of which `is` holds, as soon as it is told. Milliseconds. */
  until(what, is, { after = this.began, within = 30_000 } = {}) {
    const there = this.lines.find(line => line.n > after && is(line));
    if (there) return Promise.resolve(there);
    return new Promise((found, fail) => {
      const late = setTimeout(() => fail(new Error(`not within ${within} ms: ${what}`)), within);
      const hear = line => {
        if (line.n <= after || !is(line)) return;
        clearTimeout(late);
        this.#waiting.delete(hear);
        found(line);
      };
      this.#waiting.add(hear);
    });
  }

  /** A process is seen to be so. */
  process(node, state, after) {
    return this.until(`${node} ${state}`, line => line.what === 'process' && line.node === node && line.state === state, { after });
  }
  /** All that was accepted has ended in all three ledgers; the last line then. */
  async rest() {
    await this.#counted();
    const sent = this.#steps(line => line.step === 1 && line.side === 'out');
    const closed = () => this.#steps(line => line.step === 6) >= sent;
    return closed() ? this.lines.at(-1) : this.until('the hub has closed all', closed, { after: this.last, within: 60_000 });
  }
  async #counted() {
    const rests = line => line.what === 'money' && line.accepted === line.completed + line.refunded && line.accepted >= this.#steps(line => line.step === 1);
    const last = this.latest('money');
    if (!last || !rests(last)) await this.until('nothing waits', rests, { after: this.last, within: 60_000 });
  }
  #steps(are) { return this.scene('commit').filter(are).length; }

  close() { this.#end.abort(); }

  async #listen(body) {
    let rest = '';
    for await (const part of body.pipeThrough(new TextDecoderStream())) {
      const told = (rest + part).split('\n');
      rest = told.pop();
      for (const text of told) if (text.startsWith('data:')) this.#hear(JSON.parse(text.slice(5)));
    }
  }
  #hear(line) {
    this.lines.push(line);
    for (const hear of [...this.#waiting]) hear(line);
  }
}
