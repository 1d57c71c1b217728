// What whoever looks chose for themselves: the language, a dark or a light room, the words beside the picture.
import { $ } from './dom.js';
import { layLegend, nameGround } from './ground.js';
import { turnDial } from './deck.js';
import { weave } from './ribbons.js';
import { stage } from './state.js';
import { T, language, speak } from './words.js';

/** A cookie, so that the server draws the next page in it too. */
const remember = (name, value) => { if (!stage.recorded) document.cookie = `${name}=${value}; Path=/; SameSite=Strict; Max-Age=31536000`; };

export function speakIt() {
  document.documentElement.lang = language();
  document.title = T('page.title');
  for (const el of document.querySelectorAll('[data-t]')) el.textContent = T(el.dataset.t);
  for (const el of document.querySelectorAll('[data-l]')) el.setAttribute('aria-label', T(el.dataset.l));
  $('b-lang').lang = language() === 'en' ? 'pt-BR' : 'en';
  layLegend();
  if (stage.view) nameGround(stage.view.ground);
  turnDial(Number($('load').value));
}

export function wireRoom() {
  $('b-lang').addEventListener('click', () => {
    speak(language() === 'en' ? 'pt-BR' : 'en');
    remember('lang', language());
    speakIt();
  });
  $('b-theme').addEventListener('click', () => {
    const { dataset } = document.documentElement;
    dataset.theme = dataset.theme === 'dark' ? 'light' : 'dark';
    try { localStorage.setItem('theme', dataset.theme); } catch { /* a browser that keeps nothing */ }
    weave();
  });
  $('b-list').addEventListener('click', () => {
    const list = $('list');
    list.hidden = !list.hidden;
    $('b-list').setAttribute('aria-expanded', String(!list.hidden));
    if (!list.hidden) { list.tabIndex = 0; list.focus(); } else $('b-list').focus();
  });
}
export function recallTheme() {
  try { document.documentElement.dataset.theme = localStorage.getItem('theme') ?? 'dark'; } catch { /* a browser that keeps nothing */ }
}
