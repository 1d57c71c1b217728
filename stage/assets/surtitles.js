// The words above the picture, as in an opera. A new one rises; the same one stays.
import { $, say } from './dom.js';
import { captionOf } from './captions.js';
import { stage } from './state.js';
import { T } from './words.js';

export function drawCaption(s) {
  const { head, caption, sub } = stage.picked ? ofMessage(s) : captionOf(s);
  say($('chapter'), head[0]);
  say($('chapter-name'), head[1]);
  rise($('cap'), caption);
  rise($('cap-sub'), sub);
}
const ofMessage = s => ({ ...captionOf(s), caption: T('cap.inspect'), sub: T('cap.inspect.sub') });

function rise(el, text) {
  if (el.shown === text) return;
  const same = alike(el.shown) === alike(text);
  say(el, text);
  if (same) return;
  el.classList.remove('enter');
  void el.offsetWidth;
  el.classList.add('enter');
}
// Captions that differ in a figure only are one caption.
const alike = text => (text ?? '').replace(/[\d.,]+/g, '#');
