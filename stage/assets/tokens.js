// Draws what is in the air: a token for each message, a lit way for one that was too quick to see, a pile for many.
import { $, put, svg } from './dom.js';
import { payeeOf } from './names.js';
import { T, figure, first, reais } from './words.js';

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
  put(under(), s.trails.slice(-GLOWS_MAX).map(glow).join('') + s.piles.map(pile => heap(pile, s.act.ways)).join(''));
}

/** What a token is called, for those who hear it and for the list. */
export function tokenName(message, t) {
  const { transfer } = message, kind = T(`kind.${message.kind}`) + (message.again ? `, ${T('kind.again')}` : '');
  return T('token.label', { kind, m: reais(transfer?.fact('cents', t) ?? 0), payer: first(transfer?.fact('payer', t)), payee: payeeOf(transfer, t), topic: message.topic });
}

function drawToken({ message, x, y, waits, level }, next, t, picked) {
  const el = shown.get(message) ?? create(message), [text, token] = el.children, { way } = message;
  el.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  const lane = way.dir > 0 ? x - way.from : way.to - x, behind = next?.message.topic === message.topic ? Math.abs(x - next.x) - 20 : lane;
  drawWords(text, message, t, level && !waits ? Math.min(lane, behind) : 0);
  const name = tokenName(message, t) + (waits ? `, ${T('token.waits')}` : '');
  if (token.named !== name) token.setAttribute('aria-label', token.named = name);
  token.classList.toggle('picked', picked === message);
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
  const el = svg('g', { class: 'carried' }), token = svg('g', { class: `tok ${colour}${message.again ? ' again' : ''}`, tabindex: 0, role: 'button', 'data-message': name });
  token.innerHTML = `<use href="#k-${shape}" x="-24" y="-24" width="48" height="48"/><circle class="ring" r="28"/>`;
  token.message = message;
  el.append(svg('text', { y: 8, x: -36 * way.dir, 'text-anchor': way.dir > 0 ? 'end' : 'start' }), token);
  shown.set(message, el);
  // Who stands before it stays in front.
  under().after(el);
  return el;
}
function remove(message, el) {
  if (el.contains(document.activeElement)) $('b-play').focus();
  el.remove();
  shown.delete(message);
}

function under() {
  const el = $('under');
  if (el) return el;
  $('air').prepend(svg('g', { id: 'under' }));
  return $('under');
}
const glow = ({ message, opacity }) => `<path class="trail c${message.transfer?.colour ?? 'w'}" opacity="${opacity.toFixed(2)}" d="${message.way.d}"/>`;
function heap({ topic, waits }, ways) {
  const way = ways.get(topic);
  const circles = [3, 2, 1, 0].map(i => `<circle class="s" cx="${-11 * i * way.dir}" r="${i ? 19 : 25}"/>`).join('');
  return `<g class="pile" transform="translate(${way.gate - 26 * way.dir} ${way.y})">${circles}<text y="9"${waits > 999 ? ' class="long"' : ''}>${waits}</text></g>`;
}
