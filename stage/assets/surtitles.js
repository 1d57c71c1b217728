// The words above the picture, as in an opera. A new one rises; the same one stays.
import { $, say } from './dom.js';
import { captionOf } from './captions.js';

export function drawCaption(s) {
  const { head, caption, sub } = captionOf(s);
  say($('chapter'), head[0]);
  say($('chapter-name'), head[1]);
  rise($('cap'), caption);
  rise($('cap-sub'), sub);
}
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
