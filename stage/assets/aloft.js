// What is in the air at an instant, and where: each message a token, or counted where there are too many to tell apart.
import { PACE, QUICK } from './air.js';
import { upTo } from './series.js';
import { spot } from './ways.js';

/** Above so many in the air, those that wait become piles; above so many that move, tokens become ribbons. */
export const TOKENS_MAX = 60;
/** Above so many that wait on one lane, they are a pile: closer together nobody could tell them apart. */
const STANDING_MAX = 8;
/** Messages a second of which nobody tells one from the other, whether they come evenly or in gusts. */
const RUSH = 200;
/** Units between two that stand. */
const APART = 54;

export function aloft(act, t, s) {
  const all = act.air.present.at(t), drawn = all.filter(message => message.way), crowded = drawn.length > TOKENS_MAX;
  const waits = message => message.readAt > t && t - message.t >= PACE.lane, standing = perTopic(drawn.filter(waits));
  const piled = message => waits(message) && (crowded || standing[message.topic] > STANDING_MAX);
  const moving = drawn.filter(message => !piled(message)), piles = pilesOf(drawn.filter(piled));
  const counted = moving.length > TOKENS_MAX || rushes(s.rate), ribbons = counted ? ribbonsOf(act, moving, t, s) : null;
  const told = counted ? { tokens: [], trails: [] } : each(moving, t, s.speed);
  return { crowded, ribbons, piles, ...told, elsewhere: all.length - drawn.length, aloft: drawn.length };
}

// So many in a second are ribbons, also at an instant at which few of them move.
const rushes = rate => Object.values(rate?.topics ?? {}).reduce((sum, one) => sum + one, 0) > RUSH;

function each(moving, t, speed) {
  const glows = message => isQuick(message, t, speed), lanes = new Map();
  for (const message of moving) if (!glows(message)) lanes.set(message.topic, [...(lanes.get(message.topic) ?? []), message]);
  const tokens = [...lanes.values()].flatMap(lane => lane.map((message, i) => standing(lane, i, t)));
  return { tokens, trails: moving.filter(glows).map(message => trail(message, t)) };
}

// At real speed a message is not seen to move unless nobody reads it.
function isQuick(message, t, speed) {
  return message.readAt <= t ? message.quick : speed === 'real' && t - message.t < QUICK;
}
function trail(message, t) {
  const opacity = message.readAt <= t ? Math.min(1, Math.max(0, 1 - (t - message.readAt) / PACE.glow)) : 1;
  const [x, y] = spot(message.way, message.way.length * Math.min(1, 0.3 + (t - message.t) / PACE.glow * 0.4));
  return { message, opacity, x, y };
}

// Tokens of a lane, oldest first: each stops behind those that are there still.
function standing(lane, i, t) {
  const message = lane[i], { way } = message, left = message.readAt <= t && message.leaves <= t;
  const at = left ? way.gateAt + (way.length - way.gateAt) * Math.min(1, (t - message.leaves) / PACE.ramp)
    : Math.min(way.gateAt * road(message, t), stop(lane, i, t));
  const [x, y] = spot(way, at);
  return { message, x, y, waits: !left && road(message, t) === 1, level: Math.abs(y - way.y) < 4 };
}
function stop(lane, i, t) {
  const { gateAt, laneAt } = lane[i].way, there = lane.filter(message => !(message.readAt <= t && message.leaves <= t)).length;
  let ahead = 0;
  for (let k = 0; k < i; k++) ahead += lane[k].readAt <= t && lane[k].leaves <= t ? Math.max(0, 1 - (t - lane[k].leaves) / lane[k].apart) : 1;
  return Math.max(laneAt, gateAt - ahead * Math.min(APART, (gateAt - laneAt) / Math.max(1, there - 1)));
}
// How much of the lane it has behind it; who is read early hurries.
function road(message, t) {
  const walked = Math.min(1, (Math.min(t, message.readAt) - message.t) / PACE.lane);
  return message.readAt > t ? walked : Math.min(1, walked + (t - message.readAt) * 3 / PACE.lane);
}

// Too many to tell apart: per topic how many move, and how many go by in a second.
function ribbonsOf(act, moving, t, s) {
  const moves = perTopic(moving), rates = s.rate?.topics ?? perTopic(act.air.all.slice(upTo(act.air.all, t - 1), upTo(act.air.all, t)));
  return [...act.ways.keys()].map(topic => ({ topic, moves: moves[topic] ?? 0, rate: rates[topic] ?? 0 }));
}
const pilesOf = waiting => Object.entries(perTopic(waiting)).map(([topic, waits]) => ({ topic, waits }));
function perTopic(messages) {
  const counts = {};
  for (const { topic } of messages) counts[topic] = (counts[topic] ?? 0) + 1;
  return counts;
}
