// Draws what is in the air: a token for each message, a lit way for one that was too quick to see, a pile for many.
import { $, put, svg } from './dom.js';
import { payeeOf } from './names.js';
import { T, figure, first, language, reais } from './words.js';

const shown = new Map(); // message → its token
/** Ways that glow at once; the newest are seen, the rest lie under them. */
const GLOWS_MAX = 24;

/** While the picture stands still, what glows is a token too, so that it can be opened. */
export function drawTokens(s, still, picked) {
  const tokens = still ? [...s.tokens, ...s.trails.map(trail => ({ ...trail, level: false, waits: false }))] : s.tokens, there = new Set();
  tokens.forEach((token, i) => {
    there.add(token.message);
    drawToken(token, tokens[i + 1], s.t, picked);
  });
  for (const [message, el] of shown) if (!there.has(message)) remove(message, el);
  drawGlows(s.trails.slice(-GLOWS_MAX));
  put(heaps(), s.piles.map(pile => heap(pile, s.act.ways)).join(''));
}

/** What a token is called, for those who hear it and for the list. */
export function tokenName(message, t) {
  const { transfer } = message, kind = T(`kind.${message.kind}`) + (message.again ? `, ${T('kind.again')}` : '');
  const m = reais(transfer?.fact('cents', t) ?? 0), payer = first(transfer?.fact('payer', t));
  return T('token.label', { kind, m, payer, payee: payeeOf(transfer, t), topic: message.topic });
}

function drawToken({ message, x, y, waits, level }, next, t, picked) {
  const el = shown.get(message) ?? create(message), [text, token] = el.children, { way } = message;
  move(el, x, y);
  const lane = way.dir > 0 ? x - way.from : way.to - x, behind = next?.message.topic === message.topic ? Math.abs(x - next.x) - 20 : lane;
  drawWords(text, message, t, level && !waits ? Math.min(lane, behind) : 0);
  name(token, message, t, waits);
  if (token.picked !== (picked === message)) token.classList.toggle('picked', token.picked = picked === message);
}

// Only what has changed is told to the document, and where it is only to who puts layers together: nothing is laid out anew.
function move(el, x, y) {
  const at = `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)`;
  if (el.at !== at) el.style.transform = el.at = at;
}
function name(token, message, t, waits) {
  const known = `${language()} ${waits} ${message.transfer?.fact('payee', t)} ${message.transfer?.fact('payer', t)}`;
  if (token.known === known) return;
  token.known = known;
  token.setAttribute('aria-label', tokenName(message, t) + (waits ? `, ${T('token.waits')}` : ''));
}

// Its words stand behind it, where there is room for them before the next one or the lane's beginning.
function drawWords(el, message, t, space) {
  const short = figure(message.transfer?.fact('cents', t) ?? 0), full = message.again ? T('kind.again') : `${T(`kind.${message.kind}`)} ${short}`;
  const fits = words => space > 44 + words.length * 11, words = fits(full) ? full : !message.again && fits(short) ? short : '';
  if (el.shown !== words) el.textContent = el.shown = words;
}

// The words are no part of the button: they would take what is meant for the token behind.
function create(message) {
  const { way } = message, colour = `c${message.transfer?.colour ?? 'w'}`, name = `${message.topic}/${message.partition}/${message.offset}`;
  const shape = message.kind === 'forwarded' && way.dir < 0 ? 'forwarded-left' : message.kind === 'unreadable' ? 'rejected' : message.kind;
  const el = svg('g', { class: 'carried' }), look = `tok ${colour}${message.again ? ' again' : ''}`;
  const token = svg('g', { class: look, tabindex: 0, role: 'button', 'data-message': name });
  token.innerHTML = `<use href="#k-${shape}" x="-24" y="-24" width="48" height="48"/><circle class="ring" r="28"/>`;
  token.message = el.message = message;
  el.append(svg('text', { y: 8, x: -36 * way.dir, 'text-anchor': way.dir > 0 ? 'end' : 'start' }), token);
  shown.set(message, el);
  heaps();
  // Who stands before it was written earlier, and stays in front.
  lay($('air'), el, other => other.id < message.id);
  return el;
}
// Over and under each other by when they were written, not by when one came to look: back is the same picture.
function lay(parent, el, isOver) {
  parent.insertBefore(el, [...parent.children].find(({ message }) => message && isOver(message)) ?? null);
}
function remove(message, el) {
  if (el.contains(document.activeElement)) $('b-play').focus();
  el.remove();
  shown.delete(message);
}

// What glows lies under what can be opened, and piles over what glows.
const part = (id, before) => $(id) ?? before(svg('g', { id }));
const under = () => part('under', el => { $('air').prepend(el); return el; });
const heaps = () => part('heaps', el => { under().after(el); return el; });

const glowing = new Map(); // message → its way
function drawGlows(trails) {
  const there = new Set(trails.map(({ message }) => message));
  for (const [message, el] of glowing) if (!there.has(message)) { el.remove(); glowing.delete(message); }
  for (const { message, opacity } of trails) {
    const el = glowing.get(message) ?? light(message);
    const seen = opacity.toFixed(2);
    if (el.seen !== seen) el.style.opacity = el.seen = seen;
  }
}

function light(message) {
  const el = svg('path', { class: `trail c${message.transfer?.colour ?? 'w'}`, d: message.way.d });
  el.message = message;
  glowing.set(message, el);
  lay(under(), el, other => other.id > message.id);
  return el;
}

function heap({ topic, waits }, ways) {
  const way = ways.get(topic);
  const circles = [3, 2, 1, 0].map(i => `<circle class="s" cx="${-11 * i * way.dir}" r="${i ? 19 : 25}"/>`).join('');
  return `<g class="pile" transform="translate(${way.gate - 26 * way.dir} ${way.y})">${circles}<text y="9"${waits > 999 ? ' class="long"' : ''}>${waits}</text></g>`;
}
