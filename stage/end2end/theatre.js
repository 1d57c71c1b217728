// The stage that a test plays on.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Journal } from './journal.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ?? `${ROOT}target`;
const PROGRAM = process.env.CODEPIX_DEMO ?? `${TARGET}/release/codepix-demo`;
const ENV = { SITE_DIR: `${TARGET}/site`, ...process.env };
/** Two that begin at once may choose the same ports: then one of them begins again. */
const TRIES = 5;
/** Payments of the people of the phones, of both banks, before anybody else pays. */
const ONCE_PAID = 7;
/** So many lines a page that opens has at once. */
const LINES_FEW = 3000;
/** Those that are ended with whoever began them, however it ends. */
const running = new Set();
process.on('exit', () => running.forEach(program => program.kill('SIGKILL')));

export class Theatre {
  /** One that is begun for this test, or the one that runs. */
  static async open() {
    const theatre = new Theatre();
    await theatre.#stand(process.env.STAGE_URL ?? (await theatre.#begin(TRIES)));
    if (!theatre.program) await theatre.makeReady();
    return theatre;
  }

  /** What it can do: all that processes have, or only what one process has. */
  get real() { return !this.journal.lines.findLast(line => line.what === 'ground').one_process; }
  /** Where the presenter enters. */
  get door() { return `${this.url}/?token=${this.token}`; }
  get places() { return this.journal.latest('ground').banks.map(bank => bank.place); }

  /** Asks as the presenter does. */
  async ask(path, body) {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    const answer = await fetch(this.url + path, { method: 'POST', headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  }

  /** Asks until it is begun: while a scene is being set nothing else is. */
  async begun(path, body, tries = 50) {
    return this.ask(path, body).catch(async refused => {
      if (!tries) throw refused;
      await new Promise(later => setTimeout(later, 200));
      return this.begun(path, body, tries - 1);
    });
  }

  /** Sets the scene anew, and waits until everybody is there. */
  async reset() {
    const after = this.journal.last;
    await this.begun('/reset');
    const ground = await this.journal.until('the ground', line => line.what === 'ground', { after, within: 60_000 });
    await this.journal.until('the money', line => line.what === 'money', { after: ground.n });
  }

  /** Nothing is left of the test before; whoever pays has an account, which takes a while where lines are slow. */
  async makeReady() {
    await this.ask('/speed', { speed: 'real' });
    await this.ask('/load', { per_second: 0 });
    await this.reset();
    await this.pay(1, 10);
    await this.journal.rest();
  }

  /** In one process the stage opens though the people of the phones are late, where the machine is slow: until they have paid. */
  async peopled() {
    if (!this.program) return;
    await this.journal.until('what the people once paid', line => line.what === 'money' && line.accepted >= ONCE_PAID);
    await this.journal.rest();
  }

  /** As it was before: nobody pays any more, and all that was accepted has ended. */
  async calm() {
    await this.ask('/load', { per_second: 0 });
    if (this.journal.latest('speed')?.speed === 'slow') await this.ask('/speed', { speed: 'real' });
    await this.journal.rest();
  }

  /** Nobody died, no scene was played, and little was written: whoever comes now finds it as if it had just begun. */
  get isAsNew() {
    const { journal } = this, traces = ['proof', 'scene', 'customer', 'wiped', 'armed', 'link'];
    const pulled = line => line.what === 'process' && line.state !== 'up';
    return journal.lines.length < LINES_FEW && !journal.lines.some(line => traces.includes(line.what) || pulled(line));
  }

  /** So many a second pay, until so many transfers more were accepted; then nobody. */
  async pay(transfers, perSecond) {
    const before = this.journal.latest('money')?.accepted ?? 0, after = this.journal.last;
    await this.begun('/load', { per_second: perSecond });
    const paid = line => line.what === 'money' && line.accepted >= before + transfers;
    await this.journal.until(`${transfers} transfers`, paid, { after, within: 60_000 });
    await this.ask('/load', { per_second: 0 });
    return before + transfers;
  }

  /** One Pix, and no second one: it is accepted then. */
  async one() {
    return this.api ? this.sent([1050]) : this.pay(1, 1);
  }

  /** So many at once, and no more; all have ended then. */
  async some(transfers) {
    await (this.api ? this.sent(Array.from({ length: transfers }, (_, i) => 1000 + i)) : this.pay(transfers, 5));
    return this.journal.rest();
  }

  /** Of each sum one, at once; all are accepted then. */
  async sent(sums) {
    const before = this.journal.latest('money')?.accepted ?? 0, after = this.journal.last;
    await Promise.all(sums.map(cents => this.send(cents)));
    return this.journal.until('accepted', line => line.what === 'money' && line.accepted >= before + sums.length, { after });
  }

  /** Marina pays Rafael so much, as an app would: only where the bank's interface is known, as in one process. */
  async send(cents) {
    const post = async (path, body, headers) => (await fetch(this.api + path, {
      method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body),
    })).json();
    this.session ??= post('/sessions', { login: 'marina.001@exemplo.com.br', password: 'demonstracao' });
    const { token } = await this.session, headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
    return post('/transfers', { key: 'rafael.002@exemplo.com.br', amount_cents: cents, pin: '1234' }, headers);
  }

  async close() {
    this.journal?.close();
    if (!this.program) return;
    this.program.kill('SIGKILL');
    await this.ended;
    running.delete(this.program);
  }

  async #stand(address) {
    const { origin, searchParams } = new URL(address);
    this.url = origin;
    this.token = searchParams.get('token');
    this.journal = await Journal.of(origin);
  }

  async #begin(tries) {
    const program = spawn(PROGRAM, ['--log', 'error'], { cwd: ROOT, env: ENV, stdio: ['ignore', 'pipe', 'inherit'] });
    running.add(program);
    const ended = once(program, 'exit').then(() => null), begun = addressesIn(program.stdout);
    const [api, address] = (await Promise.race([ended, begun])) ?? [];
    if (!address && tries > 1) return this.#begin(tries - 1);
    if (!address) throw new Error(`${PROGRAM} does not begin: build it with cargo build --release -p codepix-demo`);
    Object.assign(this, { program, ended, api });
    return address;
  }
}

/** Of what it prints: the first bank's interface, and where the presenter enters. */
async function addressesIn(output) {
  let api;
  for await (const line of createInterface(output)) {
    api ??= line.match(/(http:\S+)\/docs/)?.[1];
    const [address] = line.match(/http:\S+\/\?token=\S+/) ?? [];
    if (address) return [api, address];
  }
  return new Promise(() => {});
}
