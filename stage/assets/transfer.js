// What is known of one transfer, and since when: who looks back must not know more than was known then.

/** Six colours in turn, in the order of appearance. */
const COLOURS = 6;

export class Transfer {
  constructor(id, order, t) {
    Object.assign(this, { id, t, colour: order % COLOURS + 1, commits: [], unread: [], facts: new Map() });
    for (const instant of ['accepted', 'credited', 'refused', 'ended', 'gone']) this[instant] = Infinity;
  }

  /** Keeps the first thing said, and when. */
  learn(name, value, t) {
    if (value !== null && value !== undefined && !this.facts.has(name)) this.facts.set(name, { value, t });
  }

  fact(name, t) {
    const fact = this.facts.get(name);
    return fact && fact.t <= t ? fact.value : undefined;
  }

  commit(line, t) {
    this.learn('cents', line.amount_cents, t);
    this.learn('payer', line.payer, t);
    this.learn('payee', line.payee, t);
    this.learn('key', line.key, t);
    this.learn('reason', line.reason, t);
    this.commits.push({ t, place: line.place, side: line.side, status: line.status, step: line.step });
    const early = name => { this[name] = Math.min(this[name], t); };
    const inside = line.side === 'inside';
    if (line.step === 1) early('accepted');
    if ((line.side === 'in' && line.status === 'completed') || (inside && line.status === 'completed')) early('credited');
    if (line.status === 'rejected' || line.status === 'refunded') early('refused');
    if (line.step >= 5 || inside) early('ended');
    this.gone = this.ended;
  }

  message(line, t) {
    const { body } = line;
    this.learn('cents', body?.amount_cents === undefined ? undefined : Number(body.amount_cents), t);
    this.learn('payer', body?.payer?.name, t);
    this.learn('payee', body?.payee?.name, t);
    this.learn('key', body?.key, t);
  }

  /** When the first commit of a step was seen; none is later than the instant. */
  stepAt(step, t) {
    return this.commits.find(commit => commit.step === step && commit.t <= t)?.t;
  }

  /** What a place's ledger says of it at an instant. */
  rowAt(place, t) {
    return this.commits.findLast(commit => commit.place === place && commit.t <= t);
  }
}

/** The word of a row: what the status means in this ledger, as `row.…` in the texts. */
export function rowWord({ place, side, status }) {
  if (status === 'pending') return place === 'hub' ? 'registered' : 'pending';
  return status === 'completed' && side === 'in' ? 'credited' : status;
}

/** The word of a step, as `step.…` in the texts: a refusal goes other ways. */
export function stepWord({ step, status }) {
  const refused = status === 'rejected' || status === 'refunded';
  return refused && [2, 3, 5].includes(step) ? `${step}r` : String(step);
}
