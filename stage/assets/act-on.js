// What can be asked at the plugs, by the contract's addresses.
import { ask } from './ask.js';
import { armedAt } from './lives.js';
import { stage } from './state.js';

export const pull = (node, how) => ask(`/plugs/${node}/${how}`);
export const bend = (line, how) => ask(`/links/${line}/${how}`);
export const arm = step => ask(`/arm/${step}`, { armed: !armedNow().has(step) });
export const speed = name => ask('/speed', { speed: name });
export const plant = bug => ask(`/bugs/${bug}`);
export const reset = () => ask('/reset');
export const load = perSecond => ask('/load', { per_second: perSecond });
export const scene = number => ask(`/scene/${number}`);

/** Proves what is so now: whoever asks for it sees it, whatever was looked at. */
export async function prove() {
  if (await ask('/prove')) stage.clock.seek(Infinity);
}

/** The steps that are armed now, though one may look at an earlier instant; in a recording there is no now. */
export const armedNow = () => {
  const { journal, recorded, view } = stage;
  return new Set((recorded ? view.armed : armedAt(journal.acts.at(-1), journal.end)).map(entry => entry.step));
};

/** The hub's plug, by one key: as it is now, whatever is looked at. */
export function toggleHub() {
  const { state } = stage.journal.acts.at(-1)?.process.get('hub')?.at(-1) ?? {};
  return pull('hub', { up: 'kill', frozen: 'thaw' }[state] ?? 'start');
}
/** Every process that acts, the road and the memory. */
export function pullAll() {
  const nodes = Object.keys(stage.view.nodes).filter(name => !name.startsWith('web-') && !stage.view.nodes[name].down);
  return Promise.all(nodes.map(name => pull(name, 'kill')));
}
