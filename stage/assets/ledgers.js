// Draws the ledgers: the last three rows of each, or, of many, how many are in which state.
import { $, put, say } from './dom.js';
import { nameOf } from './names.js';
import { T, count, figure } from './words.js';

/** Seconds for which the ink of a new row is wet. */
const WET = 1.8;
/** Seconds after its end at which a transfer gives its colour back. */
const OVER = 8;
const WAITING = new Set(['pending', 'registered', 'confirmed']);

export function drawLedgers(s) {
  for (const place in s.books) {
    const el = $(`ledger-${place}`), book = s.books[place];
    if (!el) continue;
    say(el.querySelector('h3 span'), T('ledger.of', { who: nameOf(s.ground, place) }));
    put(el.lastChild, (book.sums ?? book.rows).map(book.sums ? sum : row).join(''));
  }
}
const sum = ({ word, count: n }) => `<li class="${WAITING.has(word) ? 'cw' : 'ce'}"><i></i><b>${count(n)}</b><span>${T(`row.${word}`)}</span></li>`;
const row = ({ transfer, word, cents, age, over }) => `<li class="c${over > OVER ? 'e' : transfer.colour}${age < WET ? ' fresh' : ''}"><i></i>`
  + `<b>${figure(cents)}</b><span>${T(`row.${word}`)}</span></li>`;
