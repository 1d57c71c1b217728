// The keyboard: every key of the README's section 4. Keys alone, without Ctrl, Alt or Meta.
import { $ } from './dom.js';
import { prove, reset, toggleHub } from './act-on.js';
import { isCertificateOpen, putAway } from './certificate.js';
import { closeInspect, openInspect } from './inspect.js';
import { bugMenu } from './menus.js';
import { goToScene, saveRecording, togglePlay } from './hands.js';
import { stage } from './state.js';

const KEYS = {
  ' ': togglePlay, '.': () => stage.clock.step(1), ',': () => stage.clock.step(-1), PageDown: () => goToScene(1), PageUp: () => goToScene(-1),
  k: toggleHub, p: prove, b: plantBug, r: reset, s: saveRecording,
  l: () => $('b-list').click(), t: () => $('b-theme').click(), g: () => $('b-lang').click(), Escape: escape,
};

// What is one process has no such button.
function plantBug() {
  if (stage.presenter && $('b-bug')) bugMenu($('b-bug'));
}

export function onKey(event) {
  const { target, key } = event, on = target.closest?.bind(target) ?? (() => null);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (on('.tok') && (key === 'Enter' || key === ' ')) { event.preventDefault(); return openInspect(target.message, target); }
  // Slider and dial take the keys that move them; letters are the stage's there too.
  if (on('.menu') || (key.length > 1 && on('input')) || (key === ' ' && on('button'))) return;
  const act = KEYS[key.length === 1 ? key.toLowerCase() : key];
  if (!act) return;
  event.preventDefault();
  act();
}

// Whatever lies on top goes first.
function escape() {
  const said = $('said');
  if (said && !said.hidden) said.hidden = true;
  else if (!$('list').hidden) $('b-list').click();
  else if (stage.picked) closeInspect();
  else if (isCertificateOpen()) putAway();
}
