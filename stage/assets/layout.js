// Where things are in the picture of 1920 × 1080 units, by what is on stage: two banks, left and right, and the hub.
// `x` are the joints of a bank's lines: to Kafka, to the hub, to PostgreSQL.
const SIDES = {
  left: { node: [440, 446, 288, 150], ledger: [460, 650, 256, 124], x: [528, 765, 584], toHub: 'M728 521H802' },
  right: { node: [1192, 446, 288, 150], ledger: [1204, 650, 256, 124], x: [1392, 1155, 1336], toHub: 'M1192 521H1118' },
};
const HUB = { node: [802, 446, 316, 150], ledger: [826, 650, 268, 124] };
export const BANDS = { kafka: [780, 163, 360, 38], postgres: [780, 776, 360, 36] };
export const RAMPS = [[500, 264], [556, 328], [862, 328], [918, 264], [1002, 264], [1058, 328], [1364, 328], [1420, 264]];

/** The two banks that are drawn, the first and the last, with their side. */
export function sidesOf({ banks: [left, ...others] }) {
  return [['left', left], ['right', others.at(-1)]].filter(([, bank]) => bank).map(([side, bank]) => ({ ...bank, side }));
}

/** Who acts: name, place in the picture, brand. */
export const actorsOf = ground => {
  const banks = sidesOf(ground).map(bank => ({ name: bank.place, bank, ...SIDES[bank.side] }));
  return [banks[0], { name: 'hub', bank: null, ...HUB }, banks[1]].filter(Boolean);
};

/** The lines between them, each with its joint and, where the ramps do not draw it, its way. */
export function linksOf(ground) {
  const links = [{ name: 'hub-kafka', x: 960, y: 405 }, { name: 'hub-pg', x: 960, y: 620, d: 'M960 596V642' }];
  for (const { place, side } of sidesOf(ground)) {
    const { x: [kafka, hub, pg], toHub } = SIDES[side];
    links.push({ name: `${place}-kafka`, x: kafka, y: 405 }, { name: `${place}-hub`, x: hub, y: 521, d: toHub });
    links.push({ name: `${place}-pg`, x: pg, y: 620, d: `M${pg} 596V642` });
  }
  return links;
}
/** Those that can be cut: inside one process there is nothing between its parts that could be. */
export const jointsOf = ground => (ground.one_process ? [] : linksOf(ground));

/** The processes of the banks' pages, between phone and bank. */
export const pagesOf = ground => sidesOf(ground).map(bank => ({ name: `web-${bank.place}`, side: bank.side, x: bank.side === 'left' ? 422 : 1498, y: 521 }));
