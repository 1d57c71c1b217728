// Messages on their way, as the journal tells: written, read once the reader's position has passed, or lost with the log.
// Knows times, no places.
import { Present } from './series.js';

/** Seconds: along a lane, down a ramp, between two that leave together, until a way that lit up is dark again. */
export const PACE = { lane: 0.62, ramp: 0.18, queue: 0.24, glow: 1.2, batch: 1.2 };
/** Read sooner than this after it was written, a message is not seen to move: its way lights up. */
export const QUICK = 0.35;

// What a commit of a step has read: messages of these kinds, if they went to the place that committed.
const READ_BY = { 2: ['requested'], 3: ['forwarded'], 4: ['confirmed', 'rejected'], 5: ['confirmed', 'rejected'], 6: ['completed', 'refunded'] };

export class Air {
  present = new Present();
  all = [];
  #unread = new Map(); // topic → partition → messages, by offset

  written(message) {
    Object.assign(message, { gone: Infinity, readAt: Infinity, lostAt: Infinity, id: this.all.length });
    this.present.add(message);
    this.all.push(message);
    const topic = this.#unread.get(message.topic) ?? new Map();
    this.#unread.set(message.topic, topic);
    const partition = topic.get(message.partition) ?? [];
    topic.set(message.partition, partition);
    partition.push(message);
    message.transfer?.unread.push(message);
  }

  /** A group has read all before an offset. */
  passed(topic, partition, offset, t) {
    const waiting = this.#unread.get(topic)?.get(partition) ?? [];
    const end = waiting.findIndex(message => message.offset >= offset);
    this.#read(waiting.splice(0, end < 0 ? waiting.length : end).filter(message => message.readAt === Infinity), t);
  }

  /** Who committed what a message asks has read it, though its position may not have been noted yet. */
  answered(transfer, { step, place }, t) {
    const asked = transfer.unread.find(message => message.readAt === Infinity && message.reader === place && READ_BY[step]?.includes(message.kind));
    if (asked) this.#read([asked], t);
  }

  /** A log began anew: what lay in it is gone. */
  wiped(topic, t) {
    for (const waiting of this.#unread.get(topic)?.values() ?? []) {
      for (const message of waiting) if (message.readAt === Infinity) this.#ends(message, t, { lostAt: t });
    }
    this.#unread.delete(topic);
  }

  #read(messages, t) {
    const apart = Math.min(PACE.queue, PACE.batch / messages.length);
    messages.forEach((message, i) => {
      const done = Math.min(1, (t - message.t) / PACE.lane), arrives = t + (1 - done) * PACE.lane / 3;
      const leaves = Math.max(arrives, t + i * apart), quick = t - message.t < QUICK;
      this.#ends(message, quick ? t + PACE.glow : leaves + PACE.ramp, { readAt: t, arrives, leaves, apart, quick });
    });
  }

  #ends(message, gone, more) {
    Object.assign(message, more, { gone });
    this.present.ends(message);
    if (message.transfer) message.transfer.unread = message.transfer.unread.filter(other => other !== message);
  }
}
