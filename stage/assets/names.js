// Who is meant by a name of the journal, in words.
import { T, first } from './words.js';

/** A node (`hub`, `001`, `web-001`, `kafka`, `postgres`) or a line (`001-kafka`, `hub-pg`). */
export function nameOf(ground, name) {
  const bank = ground.banks.find(bank => bank.place === name);
  if (bank) return bank.name;
  if (name.startsWith('web-')) return T('brand.web', { bank: nameOf(ground, name.slice(4)) });
  if (name.includes('-')) return name.split('-').map(end => nameOf(ground, end)).join('–');
  return T(name === 'postgres' && ground.one_process ? 'brand.memory' : `brand.${name}`);
}
/** Who gets it, by first name; only the hub learns it from the key. */
export const payeeOf = (transfer, t) => { const name = transfer?.fact('payee', t); return name ? first(name) : T('step.payee'); };
/** A topic's two ends, who writes first. */
export const endsOfTopic = (act, topic) => { const way = act.ways.get(topic); return way ? [way.writer, way.reader] : null; };
