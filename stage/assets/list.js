// The same truth in words: who is how, what is where, what happened last.
import { $, put } from './dom.js';
import { stateWords } from './actors.js';
import { nameOf, payeeOf } from './names.js';
import { stepWord } from './transfer.js';
import { tokenName } from './tokens.js';
import { T, count, first, many, reais, safe } from './words.js';

const TOLD = 14;
/** Of many messages in the air, so many are named; the rest is counted. */
const NAMED = 20;

export function drawList(s) {
  put($('list-sum'), `${flat($('sum'))}<br>${flat($('acc'))}`);
  const waits = node => (node.down && node.waits ? `. ${many('wait.many', node.waits)}` : '');
  const states = Object.entries(s.nodes).map(([name, node]) => `${safe(nameOf(s.ground, name))}: ${stateWords(node)[1]}${waits(node)}`);
  const lines = Object.keys(s.lines).map(line => `${safe(nameOf(s.ground, line))}: ${T(`state.line.${s.lines[line]}`)}`);
  const air = s.tokens.slice(0, NAMED).map(({ message, waits }) => safe(tokenName(message, s.t)) + (waits ? `, ${T('token.waits')}` : ''));
  const piles = s.piles.map(({ topic, waits }) => `${safe(topic)}: ${count(waits)} ${T('token.waits')}`);
  put($('list-now'), [...states, ...lines, ...air, ...piles].map(text => `<li>${text}</li>`).join(''));
  put($('list-log'), s.events.slice(Math.max(0, s.told - TOLD), s.told).reverse().map(event => `<li>${wordsOf(event, s)}</li>`).join(''));
}
const flat = el => safe([...el.children].flatMap(child => [...child.childNodes]).map(node => node.textContent.trim()).filter(Boolean).join(' ').replace(/\s+/g, ' '));

/** What happened, in a line. */
export function wordsOf(event, s) {
  const who = name => safe(nameOf(s.ground, name));
  const money = transfer => reais(transfer.fact('cents', s.t) ?? 0);
  const how = {
    message: ({ message }) => T('log.msg', { kind: T(`kind.${message.kind}`), m: money(message.transfer), topic: message.topic }),
    again: ({ message }) => T('log.again', { kind: T(`kind.${message.kind}`), m: money(message.transfer), topic: message.topic }),
    unreadable: ({ message }) => T('log.unreadable', { topic: message.topic }),
    wiped: ({ topic }) => T('log.fault.wiped', { who: safe(topic) }),
    commit: ({ transfer, line }) => commitWords(transfer, line, s, who),
    process: ({ entry: { node, state, bug } }) => T(bug ? 'log.bug' : state === 'up' ? 'log.mend' : `log.fault.${state}`, { who: who(node), bug }),
    link: ({ link, state }) => (state === 'whole' ? T('log.mend', { who: who(link) }) : T(`log.fault.${state}`, { who: who(link) })),
    armed: ({ line }) => T(line.armed ? 'log.armed' : 'log.disarmed', { who: who(line.node), n: line.step }),
  };
  return how[event.what](event);
}
function commitWords(transfer, line, s, who) {
  const m = reais(line.amount_cents), name = safe(payeeOf(transfer, s.t));
  if (line.step === 1) return T('log.accept', { payer: safe(first(transfer.fact('payer', s.t))), payee: name, m });
  return T('log.step', { who: who(line.place), what: T(`step.${stepWord(line)}`, { name }), m });
}
