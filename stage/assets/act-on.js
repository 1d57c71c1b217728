// What can be asked at the plugs, by the contract's addresses.
import { ask } from './ask.js';
import { stage } from './state.js';

export const pull = (node, how) => ask(`/plugs/${node}/${how}`);
export const bend = (line, how) => ask(`/links/${line}/${how}`);
export const arm = step => ask(`/arm/${step}`, { armed: !stage.view.armed.some(entry => entry.step === step) });
export const speed = name => ask('/speed', { speed: name });
export const plant = bug => ask(`/bugs/${bug}`);
export const prove = () => ask('/prove');
export const reset = () => ask('/reset');
export const load = perSecond => ask('/load', { per_second: perSecond });
export const scene = number => ask(`/scene/${number}`);

/** The hub's plug, by one key. */
export const toggleHub = () => pull('hub', { up: 'kill', wiped: 'kill', frozen: 'thaw' }[stage.view.nodes.hub.how] ?? 'start');
/** Every process that acts, the road and the memory. */
export function pullAll() {
  const nodes = Object.keys(stage.view.nodes).filter(name => !name.startsWith('web-') && !stage.view.nodes[name].down);
  return Promise.all(nodes.map(name => pull(name, 'kill')));
}
