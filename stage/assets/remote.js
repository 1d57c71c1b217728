// The presenter's phone. It hears the same journal as the picture, and so knows to which scene that has come by itself; what
// it shows, the server draws. Without this script its forms work alone.
import { Journal } from './journal.js';
import { sceneAt } from './script.js';
import { WHATS } from './source.js';

const $ = id => document.getElementById(id);
/** Milliseconds between two looks. */
const EVERY = 700;
const journal = new Journal();
let events, heard = 0;

function listen() {
  events = new EventSource('/events');
  for (const what of WHATS) events.addEventListener(what, event => { journal.add(JSON.parse(event.data)); heard = performance.now(); });
  events.addEventListener('open', () => { $('away').hidden = true; });
  events.addEventListener('error', () => {
    $('away').hidden = false;
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  });
}

/** As the picture has it now. */
function scene() {
  const act = journal.acts.at(-1);
  return (act && sceneAt(act, journal.end + (performance.now() - heard) / 1000)?.number) ?? 0;
}

async function show() {
  const answer = await fetch(`/remote?at=${scene()}`);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html'), next = page.getElementById('remote');
  // What stays the same keeps the thumb's place.
  if (next && next.innerHTML !== $('remote').innerHTML) $('remote').replaceWith(document.adoptNode(next));
}
async function press(form) {
  $('said').textContent = '';
  try {
    const answer = await fetch(form.action, { method: 'POST' });
    if (!answer.ok) $('said').textContent = (await answer.json().catch(() => ({}))).detail ?? String(answer.status);
  } catch { $('away').hidden = false; }
  await show().catch(() => {});
}

document.addEventListener('submit', event => {
  event.preventDefault();
  press(event.target);
});
listen();
setInterval(() => show().catch(() => {}), EVERY);
