// The room: customers with faces, each drawn from its number, so that a phone keeps its own. Round at the left bank's
// brand, square at the other's.
import { $, mark, put, say } from './dom.js';
import { sidesOf } from './layout.js';
import { markOf } from './ground.js';
import { qrSvg } from './qr.js';
import { stage } from './state.js';
import { T, safe } from './words.js';

/** The scene in which the room joins. */
const ROOM = 9;
const HAIR = ['M-25-4C-29-30 29-30 25-4 14-15-14-15-25-4Z', 'M-25 6C-33-34 33-34 25 6 22-10 10-17-4-16-15-15-23-8-25 6Z',
  'M-22-12C-15-29 15-29 22-12 8-19-8-19-22-12ZM0-36a7 7 0 1 1-.1 0Z', '', 'M-25-4C-30-22-16-32-8-27-2-33 6-32 10-28 20-31 29-20 25-4 22-12 16-16 9-15 0-18-14-17-25-4Z'];
const BRANDS = {
  ipe: { skins: ['#FFC42E', '#FFDC85', '#D9B3F2', '#F5B06B'], hairs: ['#8C4BC2', '#B4622A', '#F7E9FF', '#6A7390'], ink: '#2A1038', head: '<circle r="25"' },
  mare: { skins: ['#45D3C7', '#9BEBE3', '#9CC9F5', '#C3EBC9'], hairs: ['#1F7F94', '#3C6FC0', '#EAFBF8', '#6A7390'], ink: '#04222E', head: '<rect x="-24.500" y="-24.500" width="49" height="49" rx="11"' },
};
// Always the same for the same seed.
const chance = seed => { const x = Math.sin(seed * 127.1 + 11.7) * 43758.5453; return x - Math.floor(x); };

/** They look at the hub while they wait. */
export function face(number, brand, side, waits) {
  const { skins, hairs, ink, head } = BRANDS[brand] ?? BRANDS.ipe, pick = (list, seed) => list[Math.floor(chance(seed) * list.length)];
  const aside = (side === 'left' ? 1 : -1) * (waits ? 6 : 1.5), mouth = waits ? 'M-6 10Q0 13.500 6 10' : 'M-8 8.500Q0 16.500 8 8.500';
  const eyes = `<g fill="${ink}" transform="translate(${aside} 0)"><circle cx="-8" cy="-1" r="3.300"/><circle cx="8" cy="-1" r="3.300"/></g>`;
  const smile = `<path d="${mouth}" fill="none" stroke="${ink}" stroke-width="3" stroke-linecap="round" transform="translate(${aside * 0.7} 0)"/>`;
  const hair = `<path d="${pick(HAIR, number + 0.5)}" fill="${pick(hairs, number * 5.3 + 2)}"/>`;
  return `<svg class="face pop d${number % 3}" viewBox="-28 -38 56 66" aria-hidden="true">${head} fill="${pick(skins, number * 3.1)}"/>${hair}${eyes}${smile}</svg>`;
}

export function drawCrowd(s) {
  const room = s.scene?.number !== ROOM ? null : s.scene.key === 'cap.room' && stage.opening.join ? 'join' : 'wait', show = $('show');
  if (room) mark(show, 'data-room', room); else show.removeAttribute('data-room');
  for (const bank of sidesOf(s.ground)) {
    const el = document.querySelector(`.crowd.${bank.side}`);
    if (!el) continue;
    el.hidden = !room;
    if (room) drawSide(el, bank, s.customers.filter(customer => customer.place === bank.place).sort((a, b) => a.number - b.number));
  }
  drawDoor(s, room);
}

function drawSide(el, bank, customers) {
  if (!el.firstChild) el.innerHTML = `<h2>${markOf(bank)}${safe(bank.name)}<b></b></h2><div></div>`;
  const faces = el.lastChild, columns = customers.length > 78 ? 8 : customers.length > 50 ? 6 : customers.length > 32 ? 5 : 4;
  faces.className = `in${columns}`;
  customers.forEach((customer, i) => {
    const is = `${customer.number}${customer.waiting}`, shown = faces.children[i];
    if (shown?.is === is) return;
    const template = document.createElement('template');
    template.innerHTML = face(customer.number, bank.mark, bank.side, customer.waiting);
    const drawn = template.content.firstChild;
    drawn.is = is;
    if (shown) { drawn.classList.remove('pop'); shown.replaceWith(drawn); } else faces.append(drawn);
  });
  while (faces.children.length > customers.length) faces.lastChild.remove();
  say(el.querySelector('b'), String(customers.length));
  mark(el, 'aria-label', T('room.faces', { bank: bank.name, n: customers.length }));
}

// The way in, while the room joins: the sign that phones read, where the page was told one.
function drawDoor(s, room) {
  const el = $('room'), { join } = stage.opening, here = room === 'join';
  el.hidden = !here;
  if (here) put(el, `<div role="img" aria-label="QR: ${safe(join)}">${qrSvg(join)}</div>`
    + `<p class="addr">${safe(join.replace(/^https?:\/\//, ''))} · ${T('room.same')}</p><p class="count">${T('room.count', { n: s.customers.length })}</p>`);
}
