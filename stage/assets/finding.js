// Of a broken proof: which transfer, which rule, what was found there, and what the program did.
import { T, first, reais } from './words.js';

const ID = /E[0-9A-Z]{8}\d{12}[0-9A-Za-z]{11}/;
/** Rules that say most about one transfer stand first. */
const TELLING = ['settled_or_refunded', 'received_once', 'sent_once', 'one_credit', 'paid_inside', 'open_questions', 'never_credited_and_refunded',
  'same_verdict', 'known_to_the_hub', 'has_its_payer', 'same_transfer'];

export function findingOf(certificate, act, t) {
  const broken = certificate.claims.filter(claim => claim.wrong.length);
  const rank = claim => (TELLING.indexOf(claim.name) + TELLING.length + 1) % (TELLING.length + 1);
  const named = broken.filter(claim => claim.wrong.some(place => ID.test(place))).sort((a, b) => rank(a) - rank(b))[0] ?? broken[0];
  if (!named) return null;
  const place = named.wrong.find(text => ID.test(text)) ?? named.wrong[0], id = place.match(ID)?.[0] ?? null, transfer = id && act.transfers.get(id);
  const bug = [...act.process.values()].map(list => list.findLast(entry => entry.t <= t && entry.bug)?.bug).find(Boolean) ?? null;
  return { id, rule: named.name, found: inWords(place.replace(ID, '').replace(/^[\s:]+|:\s*(?=:)|\s*:\s*$/g, '')), more: broken.length - 1, bug,
    whose: transfer ? `${first(transfer.fact('payer', t))} · ${reais(transfer.fact('cents', t) ?? 0)}` : '' };
}

// The audit speaks English; what it says most is said in the language of the room.
function inWords(text) {
  const said = text.match(/^(.*?):?\s*(pending|completed|rejected), settled (\d+) times, refunded (\d+) times$/);
  return said ? T('found.settled', { who: said[1].replace(/[:\s]+$/, ''), status: T(`row.${said[2]}`), a: said[3], b: said[4] }).replace(/^: /, '') : text;
}
