// Topics as ways over the picture: up from who writes, along Kafka's lane, down to who reads. No browser is needed here.

/** Points per way; a token stands between two of them. */
const POINTS = 120;

// `gate` is where the lane ends and the ramp begins; `dir` is 1 to the right. Of a way, `laneAt` and `gateAt` are so far along it.
const SHAPES = [
  { key: 'from.left', ramps: [500, 918], y: 236, from: 472, to: 946, gate: 884, label: [484, 198] },
  { key: 'to.left', ramps: [862, 556], y: 300, from: 528, to: 890, gate: 590, label: [574, 352] },
  { key: 'to.right', ramps: [1002, 1420], y: 236, from: 974, to: 1448, gate: 1386, label: [1436, 198, 'end'] },
  { key: 'from.right', ramps: [1364, 1058], y: 300, from: 1030, to: 1392, gate: 1092, label: [1346, 352, 'end'] },
];

/** The ways of a ground, by topic: two banks, drawn left and right, and the hub between them. */
export function waysOf(ground) {
  const ways = new Map();
  for (const shape of SHAPES) {
    const [said, side] = shape.key.split('.');
    const bank = side === 'left' ? ground.banks[0] : ground.banks.slice(1).at(-1);
    if (!bank) continue;
    const topic = `codepix.${said}.${bank.place}`, reader = said === 'from' ? 'hub' : bank.place, writer = said === 'from' ? bank.place : 'hub';
    ways.set(topic, { ...measured(shape), topic, reader, writer });
  }
  return ways;
}

/** Where a way is after `s` units of its length. */
export function spot(way, s) {
  const f = Math.min(1, Math.max(0, s / way.length)) * POINTS, i = Math.min(POINTS - 1, Math.floor(f)), [a, b] = [way.points[i], way.points[i + 1]];
  return [a[0] + (b[0] - a[0]) * (f - i), a[1] + (b[1] - a[1]) * (f - i)];
}

function measured(shape) {
  const [up, down] = shape.ramps, { y } = shape, dir = Math.sign(down - up), r = 26;
  const d = `M${up} 446V${y + r}Q${up} ${y} ${up + r * dir} ${y}H${down - r * dir}Q${down} ${y} ${down} ${y + r}V446`;
  const rise = [[up, 446], [up, y + r], ...bend([up, y + r], [up, y], [up + r * dir, y])];
  const fine = [...rise, [down - r * dir, y], ...bend([down - r * dir, y], [down, y], [down, y + r]), [down, 446]];
  const { points, length } = even(fine);
  const laneAt = (446 - y - r) + bendLength(r), gateAt = laneAt + Math.abs(shape.gate - up) - r;
  return { ...shape, dir, d, points, length, laneAt, gateAt };
}

const bend = (a, b, c) => Array.from({ length: 24 }, (_, i) => {
  const t = (i + 1) / 24, u = 1 - t;
  return [u * u * a[0] + 2 * u * t * b[0] + t * t * c[0], u * u * a[1] + 2 * u * t * b[1] + t * t * c[1]];
});
const bendLength = r => lengthOf([[0, r], ...bend([0, r], [0, 0], [r, 0])]);
const distance = (a, b) => Math.hypot(b[0] - a[0], b[1] - a[1]);
const lengthOf = points => points.slice(1).reduce((sum, p, i) => sum + distance(points[i], p), 0);

// The same line in steps of one length, so that speed is the same everywhere.
function even(fine) {
  const length = lengthOf(fine), points = [fine[0]];
  let i = 1, walked = 0;
  for (let k = 1; k <= POINTS; k++) {
    const aim = length * k / POINTS;
    while (i < fine.length - 1 && walked + distance(fine[i - 1], fine[i]) < aim) walked += distance(fine[i - 1], fine[i++]);
    const leg = distance(fine[i - 1], fine[i]), f = leg ? (aim - walked) / leg : 0, [a, b] = [fine[i - 1], fine[i]];
    points.push([a[0] + (b[0] - a[0]) * f, a[1] + (b[1] - a[1]) * f]);
  }
  return { points, length };
}
