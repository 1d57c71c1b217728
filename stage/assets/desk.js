// The presenter's window: what the room sees, small; what to say and press; when it goes on; the clock of ten minutes.
import { $, ic, put } from './dom.js';
import { qrSvg } from './qr.js';
import { LAST, scenesOf } from './script.js';
import { stage } from './state.js';
import { T, knows } from './words.js';

export const HASH = '#script';
const PLUG = '<svg aria-hidden="true"><use href="#socket"/><use href="#plug" x="8"/></svg>';
let noted = null; // the scene whose notes are read, if not the one that plays

export const isDesk = () => location.hash === HASH;
/** Reads the notes of a scene; null goes along with the room. */
export const read = number => { noted = number; };

export function drawDesk(s) {
  const el = $('desk'), here = isDesk() && !!el, show = $('show');
  show.toggleAttribute('data-desk', here);
  show.inert = here;
  if (el) el.hidden = !here;
  if (!here) return;
  const at = noted ?? s.scene?.number ?? 1, right = s.ground.banks.at(-1)?.name ?? '', note = what => T(noteKey(s.ground, at, what), { right });
  const title = number => T(`scene.${number}`, { right });
  const top = `<p class="desk-top"><b>${clock(s)}</b><span>${T('script.clock')}</span></p><h1 class="desk-title">${T('script.title')}</h1>`;
  const over = s.scene?.over && at === s.scene.number;
  const until = `<p class="until${over ? ' ok' : ''}">${ic(over ? 'i-ok' : 's-wait')}${over ? T('script.over') : note('until')}</p>`;
  const scenes = scenesOf(s.ground), following = scenes[scenes.findIndex(({ number }) => number === at) + 1]?.number;
  const next = !s.scene ? [1, T('script.begin')] : following && [following, `${T('script.next')}: ${title(following)}`];
  const part = (what, inner) => `<div><h3>${T(`script.${what}`)}</h3>${inner}</div>`;
  const button = next && `<button class="filled" id="desk-next" data-scene-to="${next[0]}">${next[1]}</button>`;
  const notes = `<h2>${T('script.scene', { n: at, m: LAST })}: ${title(at)}</h2>${part('say', `<p>${note('say')}</p>`)}`
    + `${part('press', `<p class="press">${PLUG}${note('press')}</p>`)}${part('until', until)}`;
  put(el, `${top}<div class="desk-notes">${notes}<p class="desk-next">${button ?? ''}</p></div>`
    + `<ol class="desk-scenes">${scenes.map(({ number }) => tile(number, at, s, title)).join('')}</ol><div class="desk-foot">${keys()}${remote()}</div>`);
}

// Where no server keeps the ledgers, none goes down with the others.
function noteKey(ground, at, what) {
  const key = `note.${at}.${what}`;
  return ground.one_process && knows(`${key}.memory`) ? `${key}.memory` : key;
}

function tile(number, at, s, title) {
  const past = s.scene && number < s.scene.number, is = number === at;
  const state = is ? 'class="on" aria-current="step"' : '';
  return `<li><button data-note="${number}" ${state}><b>${past ? ic('i-ok') : ''}${number}</b>${title(number)}</button></li>`;
}
const KEYS = [['PgDn', 'next'], ['␣', 'pause'], [', .', 'step'], ['K', 'kill'], ['P', 'prove'], ['S', 'save']];
const keys = () => KEYS.map(([key, what]) => `<span><kbd>${key}</kbd>${T(`script.key.${what}`)}</span>`).join('');
// A phone as remote, where the page was told an address for it.
function remote() {
  const { remote: address } = stage.opening;
  return address ? `<span class="remote">${T('script.remote')}${qrSvg(address)}</span>` : '';
}
function clock(s) {
  const passed = s.scene ? Math.max(0, Math.floor(s.t - s.scene.began)) : 0;
  return `${String(Math.floor(passed / 60)).padStart(2, '0')}:${String(passed % 60).padStart(2, '0')}`;
}
