// One act of the journal: everything since the scene was set. An index of its lines, by what is asked of it at an instant;
// each line adds to it, and nothing that was so at an earlier instant changes.
import { Air } from './air.js';
import { Present } from './series.js';
import { Transfer } from './transfer.js';
import { waysOf } from './ways.js';

/** Kinds of lines of which the last one holds, each kept in its order. */
const PLAIN = ['money', 'rate', 'proof', 'speed', 'scene'];
/** What outlives an act: the room and its machines do. */
const OUTLIVES = ['process', 'link', 'speed', 'scene', 'customer', 'armed'];
/** A stage's own group reads along; that is no reading. */
const OWN = /^stage/;

const copied = told => (told instanceof Map ? new Map([...told].map(([name, list]) => [name, [...list]])) : [...told]);

export class Act {
  /** Begins with a ground; what outlives an act comes from the one before. */
  constructor(ground, t, before) {
    Object.assign(this, { ground, t, ways: waysOf(ground), air: new Air(), transfers: new Map(), order: [], underway: new Present(), open: new Set() });
    Object.assign(this, { books: new Map(), events: [], process: new Map(), link: new Map(), armed: new Map(), customer: new Map() });
    for (const kind of PLAIN) this[kind] = [];
    for (const kind of before ? OUTLIVES : []) this[kind] = copied(before[kind]);
  }

  add(line, t) {
    if (this[`_${line.what}`]) this[`_${line.what}`](line, t);
    else if (PLAIN.includes(line.what)) this[line.what].push({ ...line, t });
  }

  _message(line, t) {
    const transfer = this.#transfer(line.end_to_end_id, t), way = this.ways.get(line.topic);
    transfer.message(line, t);
    const message = { ...line, t, transfer, way, reader: way?.reader };
    this.air.written(message);
    this.events.push({ t, what: line.again ? 'again' : 'message', message });
  }

  _unreadable(line, t) {
    const message = { ...line, t, transfer: null, kind: 'unreadable', way: this.ways.get(line.topic) };
    this.air.written(message);
    this.events.push({ t, what: 'unreadable', message });
  }

  _position(line, t) {
    if (!OWN.test(line.group)) this.air.passed(line.topic, line.partition, line.offset, t);
  }

  _wiped(line, t) {
    this.air.wiped(line.topic, t);
    this.events.push({ t, what: 'wiped', topic: line.topic });
  }

  _commit(line, t) {
    const transfer = this.#transfer(line.end_to_end_id, t);
    const known = transfer.rowAt(line.place, t), was = transfer.ended;
    transfer.commit(line, t);
    this.air.answered(transfer, line, t);
    this.underway.ends(transfer);
    if (transfer.ended < Infinity) this.#end(transfer, was);
    const book = this.books.get(line.place) ?? { rows: [], commits: [] };
    this.books.set(line.place, book);
    if (!known) book.rows.push({ t, transfer });
    book.commits.push({ t, transfer, step: line.step, status: line.status, before: known?.status });
    this.events.push({ t, what: 'commit', transfer, line });
  }

  _process(line, t) {
    const list = this.process.get(line.node) ?? [], last = list.at(-1);
    this.process.set(line.node, list);
    const entry = { t, state: line.state, pid: line.pid, bug: line.bug, since: line.since, node: line.node, healed: Infinity, late: 0, awaited: false };
    if (last && last.state !== 'up' && line.state === 'up') this.#expect(entry);
    list.push(entry);
    this.events.push({ t, what: 'process', entry });
  }

  _link(line, t) {
    const list = this.link.get(line.link) ?? [];
    this.link.set(line.link, list);
    list.push({ t, state: line.state, since: line.since });
    this.events.push({ t, what: 'link', link: line.link, state: line.state });
  }

  _armed(line, t) {
    const list = this.armed.get(line.step) ?? [];
    this.armed.set(line.step, list);
    list.push({ ...line, t });
    this.events.push({ t, what: 'armed', line });
  }

  _customer(line, t) {
    const who = `${line.place}/${line.number}`, list = this.customer.get(who) ?? [];
    this.customer.set(who, list);
    list.push({ ...line, t });
  }

  #transfer(id, t) {
    let transfer = this.transfers.get(id);
    if (transfer) return transfer;
    transfer = new Transfer(id, this.transfers.size, t);
    this.transfers.set(id, transfer);
    this.order.push(transfer);
    this.underway.add(transfer);
    this.open.add(transfer);
    return transfer;
  }

  // A process that is back has recovered when all that were open then have ended.
  #expect(entry) {
    entry.late = this.open.size;
    entry.awaited = entry.late > 0;
    for (const transfer of this.open) (transfer.awaitedBy ??= []).push(entry);
  }

  #end(transfer, was) {
    this.open.delete(transfer);
    if (was < Infinity) return;
    for (const entry of transfer.awaitedBy ?? []) if (--entry.late === 0) entry.healed = transfer.ended;
  }
}
