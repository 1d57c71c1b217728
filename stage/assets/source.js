// Where the lines come from: the stream of events, or what a recording carries.
import { $ } from './dom.js';
import { stage } from './state.js';

/** More lines than the stage keeps (200,000), with room for a long talk. */
const LINES_MAX = 500_000;
export const WHATS = ['ground', 'message', 'unreadable', 'position', 'wiped', 'commit', 'process', 'link', 'money', 'rate', 'proof', 'armed', 'speed', 'customer', 'scene'];

/** Listens; the browser itself resumes after the last number it heard. */
export function listen() {
  const events = new EventSource('/events');
  const hear = event => {
    const line = JSON.parse(event.data);
    if (stage.journal.add(line)) stage.clock.heard(line.at);
    if (stage.journal.lines.length > LINES_MAX && stage.clock.live) again();
  };
  // After hours of load: what the stage itself still keeps is enough.
  const again = () => { events.close(); stage.journal.forget(); listen(); };
  for (const what of WHATS) events.addEventListener(what, hear);
  events.addEventListener('open', () => away(false));
  events.addEventListener('error', () => {
    away(true);
    // Refused for good, as while the program is not there: the browser would not try again by itself.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  });
}
function away(is) {
  stage.away = is;
  stage.clock.away(is);
}

/** The lines of a recording; null on a live page. */
export async function recorded() {
  const el = $('recording');
  if (!el) return null;
  const text = el.dataset.encoding === 'gzip' ? await unpacked(el.textContent.trim()) : el.textContent;
  return text.split('\n').filter(line => line.trim()).map(line => JSON.parse(line));
}
async function unpacked(base64) {
  const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
}
