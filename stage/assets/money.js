// Draws the money: the sum in words, the bar to scale, the count. Red only when the sum does not hold.
import { $, mark, put, say } from './dom.js';
import { barOf } from './books.js';
import { nameOf } from './names.js';
import { T, count, figure, reais, seconds } from './words.js';

/** From ten million reais on the figures are set smaller. */
const WIDE = 1e8;

export function drawMoney(s) {
  const { money } = s;
  if (!money) return;
  for (const bank of money.banks) say($(`m-${bank.place}`), figure(bank.cents));
  say($('m-way'), figure(money.underway));
  say($('m-total'), reais(money.total));
  const verdict = money.missing > 0 ? 'money.short' : money.missing ? 'money.over' : 'money.same';
  say($('m-verdict'), T(verdict, { m: reais(Math.abs(money.missing)) }));
  mark($('m-icon'), 'href', money.missing ? '#i-no' : '#i-ok');
  $('money').classList.toggle('broken', money.missing !== 0);
  $('money').classList.toggle('wide', money.issued > WIDE);
  put($('bar'), barOf(money).map(part).join(''));
  drawCount(s, money);
}
function part({ kind, bank, colour, from, width }) {
  const cls = kind === 'bank' ? `bank" data-brand="${bank.mark}` : kind === 'slice' ? `slice c${colour}` : 'gap';
  return `<i class="${cls}" data-css="transform:translateX(${(from * 100).toFixed(3)}%) scaleX(${width.toFixed(5)})"></i>`;
}

function drawCount(s, money) {
  say($('a-acc'), count(money.accepted));
  say($('a-com'), count(money.completed));
  say($('a-ref'), count(money.refunded));
  say($('a-wait'), count(money.waits));
  const whom = Object.entries(money.waiting).map(([place, n]) => T('acc.for', { n: count(n), who: place === 'hub' ? T('acc.hub') : nameOf(s.ground, place) }));
  say($('a-for'), T('acc.waiting') + (whom.length ? `: ${whom.join(', ')}` : ''));
  document.querySelector('.waits').classList.toggle('some', money.waits > 0);
  say(document.querySelector('.instant'), money.stale === null ? T('money.instant') : T('money.stale', { s: seconds(money.stale) }));
}
