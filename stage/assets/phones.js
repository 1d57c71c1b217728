// The phones at the sides are the real pages, in frames of their own. Where there is none (in a recording, or for whoever
// cannot reach them) the bank itself is drawn: what its ledger says.
import { ic, put } from './dom.js';
import { markOf } from './ground.js';
import { sidesOf } from './layout.js';
import { upTo } from './series.js';
import { T, figure, reais, safe } from './words.js';

const ROWS = 6;
const SIGNS = { in: 'i-in', out: 'i-out', wait: 's-wait', back: 'i-return' };
/** A phone of 390 × 844, and how large it is in the picture of 1920. */
const SCALE = 0.9;

/** Frames are as large as the picture says, whatever the window's size. */
export function fitPhones() {
  const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  document.documentElement.style.setProperty('--phone', String(SCALE * unit));
}

export function drawPhones(s) {
  for (const bank of sidesOf(s.ground)) {
    const el = document.querySelector(`.phone.${bank.side}`);
    if (!el) continue;
    el.classList.toggle('off', s.nodes[`web-${bank.place}`].down || s.nodes[bank.place].down);
    if (!el.querySelector('iframe')) drawBank(el, s, bank);
  }
}

function drawBank(el, s, bank) {
  const cents = s.money?.banks.find(one => one.place === bank.place)?.cents ?? 0;
  const hero = `<p class="own">${markOf(bank)}${safe(bank.name)}</p><p class="lab">${T('phone.customers')}</p><p class="bal"><small>R$</small>${figure(cents)}</p>`;
  put(el, `<div class="screen" data-brand="${safe(bank.mark)}"><div class="hero">${hero}</div><p class="top"><b>${T('phone.moves')}</b></p>${rows(s, bank)}</div>`);
}

function rows(s, bank) {
  const list = s.act.books.get(bank.place)?.rows ?? [], n = upTo(list, s.t);
  return list.slice(Math.max(0, n - ROWS), n).reverse().map(({ transfer }) => {
    const commit = transfer.rowAt(bank.place, s.t), into = commit.side === 'in', cents = transfer.fact('cents', s.t) ?? 0;
    const over = commit.status === 'rejected' || commit.status === 'refunded', kind = over ? 'back' : into ? 'in' : commit.status === 'pending' ? 'wait' : 'out';
    const whom = transfer.fact(into ? 'payer' : 'payee', s.t) ?? transfer.fact('key', s.t) ?? '–';
    const what = T(into ? 'phone.received' : commit.side === 'inside' ? 'phone.inside' : 'phone.sent');
    const sum = `<b class="${kind === 'in' ? 'in' : over ? 'void' : ''}">${into ? '+ ' : over ? '' : '− '}${reais(cents)}</b>`;
    return `<div class="mv ${kind}"><i>${ic(SIGNS[kind], '')}</i><b>${safe(whom)}</b>${sum}`
      + `<small>${what}</small><small>${T(`phone.row.${commit.status}`)}</small></div>`;
  }).join('');
}
