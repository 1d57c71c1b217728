// Things in the order of their time, asked for at an instant.

/** How many of a list's things, ordered by `t`, are not later than the instant. */
export function upTo(list, t) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].t <= t) low = middle + 1; else high = middle;
  }
  return low;
}
/** The latest thing at an instant, if there is one. */
export const latest = (list, t) => list?.[upTo(list, t) - 1];

const BLOCK = 256;
/** Things with a beginning `t` and an end `gone`: which of them are there at an instant, without looking at all of them. */
export class Present {
  #blocks = [];

  /** Begins not before those that are in already. */
  add(thing) {
    let block = this.#blocks.at(-1);
    if (!block || block.things.length === BLOCK) this.#blocks.push(block = { things: [] });
    thing.block = block;
    block.things.push(thing);
    block.gone = undefined;
  }

  /** The thing has learnt its end. */
  ends(thing) {
    thing.block.gone = undefined;
  }

  /** In the order of their beginnings. */
  at(t) {
    const found = [];
    for (const block of this.#blocks) {
      if (block.things[0].t > t) break;
      block.gone ??= block.things.reduce((end, thing) => Math.max(end, thing.gone), 0);
      if (block.gone <= t) continue;
      for (const thing of block.things) if (thing.t <= t && thing.gone > t) found.push(thing);
    }
    return found;
  }
}
