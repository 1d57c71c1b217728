// Draws how the processes and their lines are: whoever is broken changes itself.
import { $, ic, mark, put, say } from './dom.js';
import { endsOf } from './lives.js';
import { nameOf, payeeOf } from './names.js';
import { stepWord } from './transfer.js';
import { T, count, many, safe, seconds } from './words.js';

const STATES = ['killed', 'stopped', 'frozen', 'wiped'];

/** Sign and words of a state. */
export function stateWords(node) {
  if (node.how !== 'up') return [`s-${node.how}`, T(`state.${node.how}`, { s: seconds(node.since) })];
  if (node.healed !== undefined) return ['i-ok', T('state.healed', { s: seconds(node.healed) })];
  if (node.bug) return ['s-bug', T('state.bugged')];
  return node.back !== undefined ? ['s-up', T('state.back', { s: seconds(node.back) })] : ['s-up', T('state.up')];
}

export function drawActors(s) {
  for (const name in s.nodes) if (name.startsWith('web-')) drawPages(s, name); else drawNode(s, name);
  for (const name of ['kafka', 'postgres']) drawBand(name, s.nodes[name]?.how ?? 'up');
  for (const el of document.querySelectorAll('.joint[data-line]')) drawJoint(s, el);
}

const drawBand = (name, how) => mark($(`band-${name}`), 'class', how === 'up' ? '' : `band-${how}`);

function drawNode(s, name) {
  const node = s.nodes[name], el = $(`node-${name}`), [icon, text] = stateWords(node);
  if (!el) return;
  el.classList.toggle('down', node.down);
  for (const how of STATES) el.classList.toggle(how, node.how === how);
  el.classList.toggle('bugged', !!node.bug);
  const state = el.querySelector('.state');
  state.classList.toggle('ok', node.healed !== undefined);
  if (state.icon !== icon) { state.innerHTML = `${ic(icon)}<span></span>`; state.icon = icon; }
  say(state.lastChild, text);
  const plug = el.querySelector('.plug');
  mark(plug, 'data-out', String(node.pulled));
  mark(plug, 'aria-label', T('plug.of', { who: nameOf(s.ground, name), state: text }));
  const doing = el.querySelector('.doing');
  if (doing) drawDoing(s, name, node, doing);
}

// What it does now; of one that is down, who waits for it; where a death is armed, that.
function drawDoing(s, name, node, el) {
  const waits = node.down && node.waits > 0, armed = s.armed.filter(entry => entry.node === name);
  el.classList.toggle('wait', waits);
  if (waits) return put(el, `${ic('s-wait')}${many('wait.many', node.waits)}`);
  if (node.down) return put(el, '');
  if (armed.length) return put(el, `${ic('s-killed')}${T('arm.at', { n: armed.map(entry => entry.step).join(', ') })}`);
  if (s.ribbons && s.rate) return put(el, T('deck.load.of', { n: count(s.rate.transfers_per_second) }));
  const { doing } = node;
  if (!doing) return put(el, node.bug ? `<code>${safe(node.bug)}</code>` : '');
  const words = T(`step.${stepWord(doing)}`, { name: safe(payeeOf(doing.transfer, s.t)) });
  put(el, `<i class="c${doing.transfer.colour}"></i>${words}`);
}

// The process of a bank's pages is a small square beside the phone.
function drawPages(s, name) {
  const node = s.nodes[name], el = document.querySelector(`.joint[data-plug="${name}"]`), [icon, text] = stateWords(node);
  if (!el) return;
  el.classList.toggle('hurt', node.down);
  mark(el.querySelector('use'), 'href', node.down ? `#${icon}` : '#s-killed');
  say(el.querySelector('span'), node.down ? text : '');
  mark(el, 'aria-label', T('plug.of', { who: nameOf(s.ground, name), state: text }));
}

function drawJoint(s, el) {
  const { line } = el.dataset, how = s.lines[line], [a, b] = endsOf(line).map(end => nameOf(s.ground, end));
  el.classList.toggle('hurt', !!how);
  mark(el.querySelector('use'), 'href', `#i-${how ?? 'cut'}`);
  say(el.querySelector('span'), how ? T(`state.line.${how}`) : '');
  mark(el, 'aria-label', T('plug.line', { a, b, state: how ? T(`state.line.${how}`) : T('plug.line.ok') }));
  const way = $(`line-${line}`);
  if (way) mark(way, 'class', how ? 'line broken' : 'line');
}
