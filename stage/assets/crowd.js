// The room: its customers with their faces, and the way in.
import { $, mark, put, say } from './dom.js';
import { face } from './face.js';
import { sidesOf } from './layout.js';
import { markOf } from './ground.js';
import { qrSvg } from './qr.js';
import { stage } from './state.js';
import { T, safe } from './words.js';

/** The scene in which the room joins. */
const ROOM = 9;

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
