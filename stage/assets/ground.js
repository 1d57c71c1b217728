// Lays the ground: what does not move. Everything that has a plug gets it here, once per ground.
import { $, ic, place, put, styled } from './dom.js';
import { BANDS, RAMPS, actorsOf, jointsOf, linksOf, pagesOf } from './layout.js';
import { T, safe } from './words.js';
import { nameOf } from './names.js';

const KINDS = ['requested', 'forwarded', 'confirmed', 'completed', 'rejected', 'refunded'];
const SPOTS = [[628, 369], [628, 393], [628, 417], [1092, 369], [1092, 393], [1092, 417], [1226, 369]];
const FROST = '<pattern id="frost" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
  + '<rect width="14" height="14"/><path d="M0 0V14"/></pattern>';

export function layGround(act) {
  const { ground } = act;
  const plate = (name, y, height, inner) => `<g id="band-${name}"><rect class="plate" x="440" y="${y}" width="1040" height="${height}" rx="22"/>${inner}</g>`;
  put($('ground'), FROST + plate('kafka', 158, 206, [...act.ways.values()].map(lane).join(''))
    + plate('postgres', 642, 174, '')
    + RAMPS.map(([x, y]) => `<path class="ramp" d="M${x} ${y}V446"/>`).join('')
    + linksOf(ground).filter(link => link.d).map(link => `<path class="line" id="line-${link.name}" d="${link.d}"/>`).join('')
    + '<path class="line" d="M405 521H440M1480 521H1515"/>');
  put($('nodes'), actorsOf(ground).map(actor).join('') + Object.keys(BANDS).map(band(ground)).join('') + actorsOf(ground).map(ledger).join(''));
  put($('joints'), jointsOf(ground).map(joint).join('') + pagesOf(ground).map(page).join(''));
  layLegend();
  nameGround(ground);
}

export function layLegend() {
  const one = (kind, i) => {
    const [x, y] = SPOTS[i], shape = kind === 'again' ? 'requested' : kind;
    return `<li data-css="left:${x / 16}rem;top:${y / 16}rem" class="${kind}"><svg aria-hidden="true"><use href="#k-${shape}"/></svg>`
      + `<span data-t="kind.${kind}">${T(`kind.${kind}`)}</span></li>`;
  };
  $('legend').innerHTML = [...KINDS, 'again'].map(one).join('');
  styled($('legend'));
}

/** Names in the language that is spoken. */
export function nameGround(ground) {
  for (const el of document.querySelectorAll('[data-name]')) el.textContent = nameOf(ground, el.dataset.name);
}

function lane({ from, to, y, dir, topic, label: [x, labelY, end] }) {
  let arrows = '';
  for (let at = from + 44; at < to - 34; at += 38) arrows += `<path class="dir" d="M${at - 3 * dir} ${y - 7}l${7 * dir} 7l${-7 * dir} 7"/>`;
  return `<rect class="lane" x="${from}" y="${y - 28}" width="${to - from}" height="56" rx="28"/>${arrows}`
    + `<text class="topic" x="${x}" y="${labelY}" text-anchor="${end ?? 'start'}">${safe(topic)}</text>`;
}
const PLUG = '<svg class="p" aria-hidden="true"><use href="#plug"/></svg><svg aria-hidden="true"><use href="#socket"/></svg>';
const plug = name => `<button class="plug" data-plug="${name}">${PLUG}</button>`;
const brand = bank => (bank ? ` data-brand="${safe(bank.mark)}"` : '');
export const markOf = bank => (bank ? `<i class="mark ${safe(bank.mark)}"></i>` : ic('i-codepix'));
const actor = ({ name, bank, node }) => `<article class="node at" id="node-${name}"${brand(bank)} ${place(node)}>`
  + `<h2>${markOf(bank)}<span data-name="${name}"></span></h2>${plug(name)}<p class="state"></p><p class="doing"></p></article>`;
// What is kept in memory has no server that could be up or down.
const band = ({ one_process: alone }) => name => {
  const state = alone && name === 'postgres' ? '' : `<p class="state"></p>${plug(name)}`;
  return `<article class="band at" id="node-${name}" ${place(BANDS[name])}><h2 data-name="${name}"></h2>${state}</article>`;
};
const ledger = ({ name, ledger }) => `<section class="ledger at" id="ledger-${name}" ${place(ledger)}><h3>${ic('i-book')}<span></span></h3><ul></ul></section>`;
const joint = ({ name, x, y }) => `<button class="joint at" data-line="${name}" ${place([x - 22, y - 22, 44, 44])}>${ic('i-cut')}<span></span></button>`;
const page = ({ name, side, x, y }) => `<button class="joint proc at ${side}" data-plug="${name}" ${place([x - 22, y - 22, 44, 44])}>`
  + `${ic('s-killed')}<span></span></button>`;
