// What must be so of a picture, held against the journal. Each says what is wrong; nothing, where all is right.

/** Messages of the act that are not drawn at their own place of the journal. The picture stands at the last one then. */
export async function undrawn(picture, journal) {
  const messages = journal.act('message');
  const places = messages.map(line => ({ cut: journal.place(line.n), name: `${line.topic}/${line.partition}/${line.offset}`, kind: line.kind }));
  const missing = await picture.page.evaluate(lookAtEach, places);
  const { messages: known, undrawn: nowhere } = await picture.air();
  const all = journal.scene('message').length;
  if (known !== all) missing.push(`the page knows ${known} of ${all} messages`);
  if (nowhere) missing.push(`${nowhere} have no place in the picture`);
  return missing;
}

async function lookAtEach(places) {
  const slider = document.getElementById('slider'), air = document.getElementById('air'), missing = [];
  for (const { cut, name, kind } of places) {
    slider.value = cut;
    slider.dispatchEvent(new Event('input'));
    await new Promise(requestAnimationFrame);
    if (!air.querySelector(`[data-message="${name}"]`)) missing.push(`${kind} ${name}`);
  }
  return missing;
}

/** Where the topics have other messages than were told, or somebody has read more than was. */
export function gaps(journal) {
  const wrong = [], ends = new Map(), lines = journal.scene();
  for (const { what, topic, partition, offset } of lines) {
    if (what === 'wiped') for (const place of ends.keys()) if (place.startsWith(`${topic}/`)) ends.delete(place);
    if (what !== 'message' && what !== 'unreadable') continue;
    const place = `${topic}/${partition}`, next = ends.get(place) ?? (lines[0].n === 1 ? 0 : offset);
    if (offset !== next) wrong.push(`${place}: ${offset} follows ${next - 1}`);
    ends.set(place, offset + 1);
  }
  return [...wrong, ...[...ends].filter(([place, end]) => readUpTo(lines, place) !== end).map(([place]) => `${place} was not read to its end`)];
}
function readUpTo(lines, place) {
  const read = lines.filter(line => line.what === 'position' && `${line.topic}/${line.partition}` === place && !line.group.startsWith('stage'));
  return Math.max(0, ...read.map(line => line.offset));
}

/** What does not add up in the money that is shown: words, bar and journal must say one thing. */
export async function amiss(picture, journal) {
  const shown = await picture.money(), read = journal.lines.findLast(line => line.what === 'money' && line.n <= shown.n);
  const told = { ...read.banks, underway: read.underway_cents, accepted: read.accepted, completed: read.completed, refunded: read.refunded };
  const said = { ...shown.banks, underway: shown.underway, accepted: shown.accepted, completed: shown.completed, refunded: shown.refunded };
  const wrong = Object.keys(told).filter(name => told[name] !== said[name]).map(name => `${name}: ${said[name]} and not ${told[name]}`);
  const sum = Object.values(shown.banks).reduce((all, cents) => all + cents, shown.underway);
  if (sum !== shown.total) wrong.push(`the terms are ${sum}, their sum ${shown.total}`);
  if (shown.accepted !== shown.completed + shown.refunded + shown.waits) wrong.push(`${shown.accepted} accepted ≠ ${shown.completed} + ${shown.refunded} + ${shown.waits}`);
  if (shown.holds !== (shown.total === read.issued_cents)) wrong.push(`${shown.total} of ${read.issued_cents}: ${shown.holds ? 'not red' : 'red'}`);
  return [...wrong, ...barAmiss(shown, read)];
}

/** A hundred thousandth of the bar: finer than a dot of any projector. */
const FINE = 1e-4;
function barAmiss({ parts }, read) {
  const whole = Math.max(read.issued_cents, Object.values(read.banks).reduce((a, b) => a + b, read.underway_cents));
  const wide = kind => parts.filter(part => part.kind === kind).reduce((sum, part) => sum + part.width, 0), wrong = [];
  const hold = (what, width, cents) => Math.abs(width - cents / whole) > FINE * Math.max(1, parts.length) && wrong.push(`the bar's ${what} is ${width} wide, not ${cents / whole}`);
  hold('banks', wide('bank'), Object.values(read.banks).reduce((a, b) => a + b, 0));
  hold('way', wide('slice'), read.underway_cents);
  hold('whole', wide('bank') + wide('slice') + wide('gap'), whole);
  let from = 0;
  for (const part of parts) {
    if (Math.abs(part.from - from) > FINE * parts.length) wrong.push(`the bar has a seam at ${part.from}, not ${from}`);
    from += part.width;
  }
  return wrong;
}
