// Words and figures in two languages. The table is {key: [pt-BR, en]}; money is Brazilian in both.
const LANGUAGES = ['pt-BR', 'en'];
const NBSP = '\u00a0';
let table = {};
let chosen = 0;

/** Takes the copy table; keys it lacks are shown as they are, so that a missing text is seen. */
export const teach = words => { table = words; };
export const language = () => LANGUAGES[chosen];
export const speak = code => { chosen = Math.max(0, LANGUAGES.indexOf(code)); };
export const knows = key => key in table;

/** The text of a key, with its slots filled. */
export const T = (key, slots = {}) => (table[key] ?? [key, key])[chosen].replace(/\{(\w+)\}/g, (_, slot) => slots[slot] ?? '');
/** As `T`, but one and none have texts of their own where the table has `key.one` and `key.none`. */
export function many(key, n, slots = {}) {
  const few = `${key}.${n ? 'one' : 'none'}`;
  return T(n < 2 && knows(few) ? few : key, { n: count(n), N: spelled(n), ...slots });
}

/** Up to ten a number is a word with a capital, as a sentence begins. */
export const spelled = n => (knows(`number.${n}`) ? T(`number.${n}`) : count(n));
const grouped = digits => String(digits).replace(/\B(?=(\d{3})+$)/g, '.');
export const count = n => (chosen ? Math.round(n).toLocaleString('en-US') : grouped(Math.round(n)));
export const figure = cents => `${cents < 0 ? '−' : ''}${grouped(Math.floor(Math.abs(cents) / 100))},${String(Math.abs(cents) % 100).padStart(2, '0')}`;
export const reais = cents => `R$${NBSP}${figure(cents)}`;

const decimal = (x, places) => { const text = x.toFixed(places); return chosen ? text : text.replace('.', ','); };
/** A stopwatch: `8,4 s`, from two minutes on `2 min 05 s`. */
export function seconds(s) {
  if (s < 120) return `${decimal(Math.max(0, s), s < 100 ? 1 : 0)}${NBSP}s`;
  return `${Math.floor(s / 60)}${NBSP}min${NBSP}${String(Math.floor(s % 60)).padStart(2, '0')}${NBSP}s`;
}
/** How long a Pix took: milliseconds below a second, and ten of them to one decimal. */
export const took = s => (s < 1 ? `${decimal(s * 1000, s < 0.1 ? 1 : 0)}${NBSP}ms` : seconds(s));
/** A long time in the unit a room feels: seconds, minutes, hours or days. */
export function longTime(s) {
  const [size, unit] = s < 120 ? [1, 's'] : s < 7200 ? [60, 'min'] : s < 172800 ? [3600, 'h'] : [86400, 'd'];
  return `${s / size < 10 ? decimal(s / size, 1) : count(s / size)}${NBSP}${unit}`;
}
/** The first word of a name, which is enough on a stage. */
export const first = name => (name ?? '').trim().split(/\s+/)[0] || '–';
/** `26/11/2026 20:14:09`, in both languages. */
export function moment(iso) {
  const d = new Date(iso), two = x => String(x).padStart(2, '0');
  return `${two(d.getDate())}/${two(d.getMonth() + 1)}/${d.getFullYear()} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}
/** What a text must not bring into the page. */
export const safe = text => String(text ?? '').replace(/[&<>"']/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]);
