// A small model of the protocol that writes a journal, for tests: two banks, a hub, transfers, plugs, a bug.
const KINDS_TO = { requested: 2, forwarded: 3, confirmed: { hub: 4, bank: 5 }, rejected: { hub: 4, bank: 5 }, completed: 6, refunded: 6 };
const START = Date.parse('2026-11-28T20:14:00.000Z');
export const GROUND = { name: 'CodePix', one_process: false, issued_cents: 400000, banks: [
  { place: '001', name: 'Banco Ipê', mark: 'ipe', web_url: '' }, { place: '002', name: 'Banco Maré', mark: 'mare', web_url: '' }] };
const PEOPLE = { marina: ['Marina Duarte', '001'], caio: ['Caio Figueiredo', '001'], rafael: ['Rafael Tavares', '002'], livia: ['Lívia Magalhães', '002'] };

const TRACE = '00-b275a30ace8f6d459f14930a18f02b36-00f067aa0ba902b7-01';

export class Play {
  lines = [];
  now = 0;
  queue = [];
  down = new Set();
  bug = null;
  logs = new Map(); // topic → { offset, unread }
  pix = [];
  banks = { '001': 200000, '002': 200000 };
  counts = { accepted: 0, completed: 0, refunded: 0 };

  constructor({ speed = 'slow', money = true, road = speed === 'slow' ? 0.66 : 0.002, commit = speed === 'slow' ? 0.16 : 0.001 } = {}) {
    Object.assign(this, { speed, road, commit, counting: money });
    this.write({ what: 'ground', ...GROUND });
    for (const node of ['hub', '001', '002', 'kafka', 'postgres', 'web-001', 'web-002']) this.process(node, 'up');
    this.write({ what: 'speed', speed });
    this.money();
  }

  write(entry) { this.lines.push({ n: this.lines.length + 1, at: this.clock(this.now), ...entry }); }
  clock(t) { return new Date(START + Math.round(t * 1000)).toISOString(); }
  later(after, act) { this.queue.push({ t: this.now + after, i: this.queue.length, act }); }
  /** Lets time pass. */
  until(t) {
    for (;;) {
      const next = this.queue.filter(task => task.t <= t).sort((a, b) => a.t - b.t || a.i - b.i)[0];
      if (!next) break;
      this.queue.splice(this.queue.indexOf(next), 1);
      this.now = Math.max(this.now, next.t);
      next.act();
    }
    this.now = t;
    return this;
  }

  process(node, state, bug = null) {
    const pid = state === 'killed' ? null : 4000 + this.lines.length;
    this.write({ what: 'process', node, pid, state, since: this.clock(this.now), bug });
  }
  kill(node, state = 'killed') { this.down.add(node); this.process(node, state); return this; }
  start(node, bug) {
    this.down.delete(node);
    if (bug) this.bug = bug;
    this.process(node, 'up', bug ?? null);
    for (const topic of this.logs.keys()) this.later(0.3, () => this.read(topic));
    this.later(0.2, () => this.ask(node));
    return this;
  }
  wipe() {
    this.process('kafka', 'wiped');
    for (const [topic, log] of this.logs) { log.offset = 0; log.unread = []; this.write({ what: 'wiped', topic }); }
    this.later(0.6, () => { this.process('kafka', 'up'); for (const node of ['hub', '001', '002']) this.ask(node); });
    return this;
  }
  link(link, state) { this.write({ what: 'link', link, state, since: this.clock(this.now) }); return this; }
  scene(number) { this.write({ what: 'scene', number }); return this; }

  send(payer, payee, cents, { unknown = false } = {}) {
    const [payerName, from] = PEOPLE[payer], [payeeName, to] = PEOPLE[payee], i = this.pix.length;
    const id = `E${from === '001' ? '10000001' : '20000002'}202611282014${String(i).padStart(11, '0')}`;
    const p = { id, payer: payerName, payee: payeeName, from, to, cents, unknown, steps: new Set(), said: new Map(), state: 'pending' };
    this.pix.push(p);
    this.banks[from] -= cents;
    this.counts.accepted++;
    this.step(p, 1, from, 'pending');
    return p;
  }

  step(p, step, place, status) {
    if (p.steps.has(step)) return;
    p.steps.add(step);
    const side = place === 'hub' ? null : place === p.from ? 'out' : 'in';
    const people = { payer: p.payer, payee: step === 1 ? null : p.payee, key: 'k' }, reason = status === 'rejected' ? 'unknown_key' : null;
    this.write({ what: 'commit', place, end_to_end_id: p.id, side, status, step, amount_cents: p.cents, ...people, reason });
    this.later(this.commit, () => this.says(p, step));
    if (step === 3) this.banks[p.to] += p.cents;
    if (step === 5 && p.unknown && this.bug !== 'lost-refund') this.banks[p.from] += p.cents;
    if (step === 5) { this.counts[p.unknown ? 'refunded' : 'completed']++; p.state = 'ended'; }
    this.money();
  }
  says(p, step) {
    const say = p.unknown ? { 1: 'requested', 2: 'rejected', 5: 'refunded' } : { 1: 'requested', 2: 'forwarded', 3: 'confirmed', 4: 'confirmed', 5: 'completed' };
    const kind = say[step];
    if (!kind) return;
    const from = { 1: p.from, 2: 'hub', 3: p.to, 4: 'hub', 5: p.from }[step], to = step === 2 && !p.unknown ? p.to : p.from;
    this.message(p, kind, from === 'hub' ? `codepix.to.${to}` : `codepix.from.${from}`, from);
  }
  message(p, kind, topic, from) {
    if (this.down.has('kafka') || this.down.has(from)) return;
    const log = this.logs.get(topic) ?? { offset: 0, unread: [] }, again = p.said.has(topic + kind);
    this.logs.set(topic, log);
    p.said.set(topic + kind, true);
    const order = { amount_cents: p.cents, key: 'k', payer: { name: p.payer, tax_id_masked: '***.982.247-**' } };
    const body = { end_to_end_id: p.id, ...(kind === 'requested' || kind === 'forwarded' ? order : {}) };
    const place = { topic, partition: 0, offset: log.offset, key: p.id };
    this.write({ what: 'message', ...place, end_to_end_id: p.id, kind, body, traceparent: TRACE, again });
    log.unread.push({ p, kind, offset: log.offset++, topic });
    this.later(this.road, () => this.read(topic));
  }
  read(topic) {
    const log = this.logs.get(topic), reader = topic.includes('.from.') ? 'hub' : topic.slice(-3);
    if (this.down.has(reader) || this.down.has('kafka') || !log.unread.length) return;
    const read = log.unread.splice(0);
    this.write({ what: 'position', group: reader === 'hub' ? 'codepix' : `bank-${reader}`, topic, partition: 0, offset: read.at(-1).offset + 1 });
    for (const { p, kind } of read) {
      const steps = KINDS_TO[kind], step = steps.hub ? steps[reader === 'hub' ? 'hub' : 'bank'] : steps;
      const refused = { 2: 'rejected', 5: this.bug === 'lost-refund' ? 'rejected' : 'refunded', 6: 'refunded' };
      const status = (p.unknown ? refused : { 2: 'pending', 3: 'completed', 4: 'confirmed', 5: 'completed', 6: 'completed' })[step];
      this.later(this.commit, () => this.step(p, step, reader, status));
    }
  }
  /** Who waits asks again. */
  ask(node) {
    for (const p of this.pix) {
      if (node === p.from && !p.steps.has(5)) this.says(p, 1);
      if (node === 'hub' && p.steps.has(2) && !p.steps.has(p.unknown ? 5 : 4)) this.says(p, 2);
      if (node === 'hub' && p.steps.has(4) && !p.steps.has(6)) this.says(p, 4);
    }
  }
  waiting() {
    const waiting = {};
    for (const p of this.pix) {
      if (p.state === 'ended') continue;
      const who = !p.steps.has(2) ? 'hub' : p.unknown ? p.from : !p.steps.has(3) ? p.to : !p.steps.has(4) ? 'hub' : p.from;
      waiting[who] = (waiting[who] ?? 0) + 1;
    }
    return waiting;
  }
  money() {
    if (!this.counting) return;
    const underway = this.pix.filter(p => !p.steps.has(3) && p.state !== 'ended').reduce((sum, p) => sum + p.cents, 0);
    const figures = { issued_cents: 400000, banks: { ...this.banks }, underway_cents: underway, ...this.counts };
    this.write({ what: 'money', snapshot_ms: 4, ...figures, waiting: this.waiting(), unanswered: null });
  }
  proof(sound, wrong) {
    const claims = ['balances', 'in_flight', 'settled_or_refunded', 'money_in_the_system', 'one_credit'].map(name => ({ name, counts: 120, wrong: wrong?.[name] ?? [] }));
    const { accepted: transfers, completed, refunded } = this.counts, customers = this.banks['001'] + this.banks['002'];
    const figures = { transfers, completed, refunded, waiting: 0, issued_cents: 400000, with_customers_cents: customers, underway_cents: 0 };
    const sha256 = '7c1e09a45b2f8d36a0'.padEnd(64, '93d86f52');
    this.write({ what: 'proof', certificate: { at: this.clock(this.now), seconds: 0.42, claims, figures, sound, seed: 2026, sha256 } });
    return this;
  }
}
