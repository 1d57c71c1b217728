// The decoded content of a message, as a list of fields.
import { T, count, moment, reais, safe } from './words.js';

const SHOWN = 7;

export function fieldsOf(message) {
  const all = [...envelope(message), ...(message.body ? body(message.body) : []), [T('inspect.at'), moment(message.at)]].slice(0, SHOWN);
  return `<dl class="fields">${all.map(([name, value]) => `<dt>${safe(name)}</dt><dd title="${safe(value)}">${safe(value)}</dd>`).join('')}</dl>`;
}

function envelope({ topic, partition, offset, kind, key, traceparent, bytes }) {
  const place = [T('inspect.topic'), `${topic} · ${T('inspect.place', { a: partition, b: offset })}`];
  if (kind === 'unreadable') return [[T('inspect.message'), T('inspect.bytes', { n: count(bytes) })], place];
  const type = `codepix.v1.Transfer${kind[0].toUpperCase()}${kind.slice(1)}`;
  return [[T('inspect.type'), type], place, [T('inspect.key'), key ?? '—'], [T('inspect.trace'), traceparent?.split('-')[1] ?? '—']];
}

function body(value) {
  const said = party => [party.name, party.tax_id_masked].filter(Boolean).join(' · ');
  const known = {
    amount_cents: cents => [T('inspect.amount'), `${cents} (${reais(Number(cents))})`],
    payer: party => [T('inspect.payer'), said(party)], payee: party => [T('inspect.payee'), said(party)],
    confirmed_at: at => [T('inspect.time'), String(at)], reason: reason => [T('inspect.reason'), String(reason)],
    description: text => (text ? [T('inspect.description'), text] : null),
    key: () => null, entry_id: () => null, end_to_end_id: id => [T('inspect.id'), id],
  };
  return Object.entries(value).map(([name, field]) => {
    if (field === null || field === '') return null;
    if (known[name]) return known[name](field);
    return [name, typeof field === 'object' ? JSON.stringify(field) : String(field)];
  }).filter(Boolean);
}
