// Asks something of the system. Nothing shows of it until the journal tells what was seen; a refusal says why in a line.
import { ic } from './dom.js';
import { stage } from './state.js';
import { T, safe } from './words.js';

/** True when it was begun. */
export async function ask(path, body) {
  if (!stage.presenter) return false;
  tell('');
  try {
    const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) });
    if (answer.ok) return true;
    const problem = await answer.json().catch(() => ({}));
    tell(`${T('said.refused')}: ${problem.detail ?? problem.title ?? answer.status}`);
  } catch {
    tell(T('said.away'));
  }
  return false;
}

/** The line in which the page itself says something; empty takes it away. */
export function tell(text) {
  let el = document.getElementById('said');
  if (!el) {
    el = Object.assign(document.createElement('p'), { id: 'said', className: 'said' });
    el.setAttribute('role', 'alert');
    document.getElementById('show').append(el);
  }
  el.hidden = !text;
  el.innerHTML = text && `${safe(text)}<button class="round" data-quiet aria-label="${T('said.dismiss')}">${ic('i-no')}</button>`;
}
