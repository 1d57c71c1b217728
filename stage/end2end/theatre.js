// The stage that a test plays on.
import { spawn } from 'node:child_process';
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
  get places() { return this.journal.act('ground')[0].banks.map(bank => bank.place); }

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

  /** So many a second pay, until so many transfers more were accepted; then nobody. */
  async pay(transfers, perSecond) {
    const before = this.journal.act('money').at(-1)?.accepted ?? 0, after = this.journal.last;
    await this.begun('/load', { per_second: perSecond });
    const paid = line => line.what === 'money' && line.accepted >= before + transfers;
    await this.journal.until(`${transfers} transfers`, paid, { after, within: 60_000 });
    await this.ask('/load', { per_second: 0 });
    return before + transfers;
  }

  /** One Pix, and no second one: it is accepted then. */
  async one() {
    const before = this.journal.act('money').at(-1)?.accepted ?? 0, after = this.journal.last;
    if (!this.api) return this.pay(1, 1);
    await this.send(1050);
    return this.journal.until('accepted', line => line.what === 'money' && line.accepted > before, { after });
  }

  /** Marina pays Rafael so much, as an app would: only where the bank's interface is known, as in one process. */
  async send(cents) {
    const post = async (path, body, headers) => (await fetch(this.api + path, {
      method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body),
    })).json();
    this.session ??= await post('/sessions', { login: 'marina.001@exemplo.com.br', password: 'demonstracao' });
    const headers = { authorization: `Bearer ${this.session.token}`, 'idempotency-key': `test-${performance.now()}` };
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
