// The ten minutes, as data: what a scene says when, what begins it, and what it waits for. Texts are `scene.N`, `note.N.…`
// and the captions' keys; moments are those of `moments.js`.
import { latest } from './series.js';
import { momentOf } from './moments.js';

export const SCENES = [
  { number: 1, says: [['start', 'cap.idle'], ['ended', 'cap.real']], until: 'ended' },
  { number: 2, begins: 'slow', says: [['start', 'cap.flight']], until: 'ended' },
  {
    number: 3, begins: 'right.down', until: 'right.healed',
    says: [['start', 'cap.flight'], ['right.down', 'cap.off'], ['right.up', 'cap.off.back'], ['right.healed', 'cap.healed']],
  },
  {
    number: 4, begins: 'hub.down', until: 'hub.healed',
    says: [['start', 'cap.flight'], ['hub.down', 'cap.dead'], ['hub.asked', 'cap.again'], ['hub.up', 'cap.back'], ['hub.healed', 'cap.healed']],
  },
  {
    number: 5, begins: 'kafka.wiped', until: 'kafka.wiped+rest',
    says: [['start', 'cap.flight'], ['kafka.wiped', 'cap.wiped'], ['kafka.wiped+rest', 'cap.healed']],
  },
  {
    number: 6, begins: 'all.down', until: 'all.up+rest',
    says: [['start', 'cap.flight'], ['all.down', 'cap.all'], ['all.up', 'cap.all.back'], ['all.up+rest', 'cap.healed']],
  },
  { number: 7, begins: 'proof', says: [['start', 'cap.proof']], until: 'proof' },
  {
    number: 8, bugs: true, begins: 'bug', until: ['proof.broken', 'anew'],
    says: [['start', 'cap.bug.before'], ['bug', 'cap.bug.plant'], ['short', 'cap.short'], ['proof.broken', 'cap.bug'], ['anew', 'cap.anew']],
  },
  {
    number: 9, begins: 'customer', until: 'hub.healed',
    says: [['start', 'cap.room'], ['hub.down', 'cap.room.wait'], ['hub.up', 'cap.back'], ['hub.healed', 'cap.healed']],
  },
  { number: 10, begins: 'proof', says: [['start', 'cap.home']], until: [] },
];
export const LAST = SCENES.length;

/** Those that can be given: what is one process has no bugs compiled in. */
export const scenesOf = ground => SCENES.filter(scene => !scene.bugs || !ground.one_process);

/**
 * The scene at an instant; null on the free stage. The presenter says which (a `scene` line, 0 leaves the script), and a scene that has
 * come to its end makes room for the next as soon as that one's own event is seen.
 */
export function sceneAt(act, t) {
  const said = latest(act.scene, t), scenes = scenesOf(act.ground);
  let scene = scenes.find(one => one.number === said?.number), from = said?.t;
  if (!scene) return null;
  for (;;) {
    const next = scenes[scenes.indexOf(scene) + 1], over = momentOf(scene.until, act, from);
    const begins = next && over <= t ? momentOf(next.begins, act, over) : Infinity;
    if (begins > t) return { number: scene.number, from, over: over <= t, key: sayOf(scene, act, from, t), began: beginning(act) };
    [scene, from] = [next, begins];
  }
}

const beginning = act => act.scene.find(line => line.number === 1)?.t ?? act.scene[0]?.t;
const sayOf = (scene, act, from, t) => scene.says.filter(([moment]) => momentOf(moment, act, from) <= t).at(-1)?.[1] ?? scene.says[0][1];
