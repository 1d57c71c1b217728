// A phone of the room: draws the faces, hears what changes, and sends each tap once. Without this script the page's forms do
// the same, and the page is read again every few seconds.
import { face } from './face.js';

const $ = id => document.getElementById(id);
/** Two taps on one button within this are one. Milliseconds. */
const DOUBLE = 400;
/** Until an order that nobody took is sent again. Milliseconds. */
const AGAIN = 1000;

function drawFaces(under = document) {
  for (const el of under.querySelectorAll('.face-of[data-number]')) {
    const { number, mark, side, waits } = el.dataset;
    el.innerHTML = face(Number(number), mark, side, waits === 'true');
    delete el.dataset.number;
    el.classList.add('drawn');
  }
}

/** What somebody who does not see the page hears, and everybody reads for a moment. */
let saying = 0;
function say(text) {
  $('said').textContent = text;
  clearTimeout(saying);
  saying = setTimeout(() => { $('said').textContent = ''; }, 6000);
}

// A name for each tap. `crypto.randomUUID` is not there where a page comes without a certificate, as in a room's own network.
const orderKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

const tapped = new Map(); // button → { at, order }
function orderOf(button) {
  const before = tapped.get(button), now = performance.now();
  if (before && now - before.at < DOUBLE) return null;
  const order = orderKey();
  tapped.set(button, { at: now, order });
  return order;
}

async function send(button) {
  const order = orderOf(button);
  if (!order) return;
  button.classList.remove('sent');
  void button.offsetWidth; // the sign begins again with each tap
  button.classList.add('sent');
  const body = new URLSearchParams({ amount: button.value, order });
  // The same order until somebody took it: it is paid once however often it is sent.
  for (;;) {
    try {
      const answer = await fetch(button.getAttribute('formaction'), { method: 'POST', headers: { accept: 'application/json' }, body });
      if (answer.status < 500) {
        if (!answer.ok) say((await answer.json().catch(() => ({}))).detail ?? String(answer.status));
        return;
      }
    } catch { /* no contact: the line below the page says so */ }
    await new Promise(done => setTimeout(done, AGAIN));
  }
}

let shown = 0; // of what moved, the last that was said aloud
function showMine(html) {
  $('mine').innerHTML = html;
  const moves = [...$('mine').querySelectorAll('.moves li')], nth = row => Number(row.dataset.nth);
  const news = moves.filter(row => row.classList.contains('in') && nth(row) > shown).sort((a, b) => nth(b) - nth(a))[0];
  if (news) say(`${news.querySelector('.what').textContent}: ${news.querySelector('b').textContent}`);
  shown = Math.max(shown, ...moves.map(nth));
  const waits = String(!!$('mine').querySelector('.moves .wait')), mine = document.querySelector('.mine-face .face-of');
  if (mine && mine.dataset.waits !== waits) {
    Object.assign(mine.dataset, { number: mine.dataset.me, waits });
    drawFaces(mine.parentElement);
  }
}

function showPeople({ html }) {
  const template = document.createElement('template');
  template.innerHTML = html;
  for (const row of [...template.content.children]) if ($('people').querySelector(`[data-n="${row.dataset.n}"]`)) row.remove();
  drawFaces(template.content);
  // Who is at another bank stands before those of one's own.
  for (const row of [...template.content.children]) $('people').insertBefore(row, row.classList.contains('near') ? null : $('people').querySelector('.near'));
}

function listen() {
  const events = new EventSource(`/join/events?known=${$('send').dataset.known}`);
  events.addEventListener('mine', event => showMine(event.data));
  events.addEventListener('people', event => showPeople(JSON.parse(event.data)));
  events.addEventListener('stranger', () => { events.close(); location.reload(); });
  events.addEventListener('open', () => { $('away').hidden = true; });
  events.addEventListener('error', () => {
    $('away').hidden = false;
    // Refused for good, as while the program is not there: the browser would not try again by itself.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
  });
}

const mine = document.querySelector('.mine-face .face-of');
if (mine) mine.dataset.me = mine.dataset.number;
drawFaces();
shown = Math.max(0, ...[...document.querySelectorAll('.moves li')].map(row => Number(row.dataset.nth)));
$('send').addEventListener('submit', event => {
  event.preventDefault();
  if (event.submitter?.value) send(event.submitter);
});
listen();
