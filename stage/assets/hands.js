// Hands: what a click means.
import { $ } from './dom.js';
import { arm, bend, load, plant, prove, pull, pullAll, reset, scene, speed } from './act-on.js';
import { tell } from './ask.js';
import { putAway, save } from './certificate.js';
import { LOADS, turnDial } from './deck.js';
import { HASH, read } from './desk.js';
import { closeInspect, openInspect } from './inspect.js';
import { bugMenu, lineMenu, plugMenu } from './menus.js';
import { download, record } from './recording.js';
import { scenesOf } from './script.js';
import { stage } from './state.js';
import { T } from './words.js';

export function togglePlay() { stage.clock.run(!stage.clock.running); }
export function goToScene(by) {
  const scenes = stage.view ? scenesOf(stage.view.ground) : [], now = stage.view?.scene?.number;
  const to = scenes.findIndex(({ number }) => number === now) + by;
  read(null);
  // Before the first one is the free stage.
  if (to >= -1 && to < scenes.length) scene(scenes[to]?.number ?? 0);
}

export async function saveRecording() {
  if (stage.recorded) return;
  tell(T('deck.saving'));
  try {
    const html = await record(stage.journal.lines.map(({ line }) => line), new URL('.', import.meta.url).href);
    download(`codepix-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, '-')}.html`, html, 'text/html');
    tell(T('said.saved', { size: `${(html.length / 1e6).toFixed(1).replace('.', ',')} MB` }));
  } catch (error) {
    tell(`${T('said.refused')}: ${error.message}`);
  }
}

// What an element says in its data, and what is done then.
const BY_DATA = [
  ['[data-quiet]', () => tell('')],
  ['[data-plug]', el => stage.presenter && plugMenu(el)],
  ['[data-line]', el => stage.presenter && lineMenu(el)],
  ['[data-pull]', el => chosen(el, () => pull(el.dataset.target, el.dataset.pull))],
  ['[data-bend]', el => chosen(el, () => bend(el.dataset.target, el.dataset.bend))],
  ['[data-bug]', el => chosen(el, () => plant(el.dataset.bug))],
  ['[data-die]', el => arm(Number(el.dataset.die))],
  ['[data-note]', el => read(Number(el.dataset.note))],
  ['[data-scene-to]', el => { read(null); scene(Number(el.dataset.sceneTo)); }],
  ['.tok', el => openInspect(el.message, el)],
  ['#in-close', closeInspect],
  ['#cert-save', save],
  ['#cert-close', () => { const { sound } = stage.view.proof.certificate; putAway(); if (!sound) reset(); }],
];
function chosen(el, act) {
  const { target } = el.dataset;
  $('menu').hidePopover();
  act();
  if (target) document.querySelector(`[data-plug="${target}"],[data-line="${target}"]`)?.focus();
}

export function onClick(event) {
  for (const [selector, act] of BY_DATA) {
    const el = event.target.closest?.(selector);
    if (el) return act(el);
  }
}

/** A phone's page keeps all keys to itself. Whose pointer leaves it is done there, and the keys are the stage's again. */
export function onPointer() {
  if (document.activeElement?.tagName === 'IFRAME') document.activeElement.blur();
}

/** Buttons with a name of their own. */
export function wireDeck() {
  const on = (id, act) => $(id)?.addEventListener('click', act);
  on('b-play', togglePlay);
  on('b-step', () => stage.clock.step(1));
  on('b-back', () => stage.clock.step(-1));
  on('b-real', () => speed('real'));
  on('b-slow', () => speed('slow'));
  on('b-prove', prove);
  on('b-bug', () => bugMenu($('b-bug')));
  on('b-all', pullAll);
  on('b-save', saveRecording);
  on('b-desk', () => { if (!window.open(`${location.pathname}${HASH}`, 'desk', 'popup,width=1280,height=760')) location.hash = HASH; });
  $('slider').addEventListener('input', event => stage.clock.seek(stage.journal.after(Number(event.target.value))));
  $('load').addEventListener('change', async event => {
    const before = Number(event.target.dataset.was ?? 0), place = Number(event.target.value);
    turnDial(place);
    if (await load(LOADS[place])) event.target.dataset.was = place; else turnDial(before);
  });
  // A message that has the focus waits for whoever looks at it.
  $('air').addEventListener('focusin', event => { if (event.target.matches(':focus-visible')) stage.clock.run(false); });
}
