// The few hands that touch the document. The page's policy forbids styles in markup, so what needs one says it in
// `data-css`, and it is set here.
export const $ = id => document.getElementById(id);
export const ic = (name, cls = 'ic') => `<svg class="${cls}" aria-hidden="true"><use href="#${name}"/></svg>`;
export const place = ([x, y, w, h]) => `data-css="--x:${x};--y:${y};--w:${w};--h:${h}"`;

/** Replaces what is inside, if it is not that already. */
export function put(el, html) {
  if (el.shown === html) return;
  const focus = focusIn(el);
  el.innerHTML = el.shown = html;
  styled(el);
  if (focus) el.querySelector(focus)?.focus();
}
// Whoever has the focus keeps it: its successor is known by id, or by what it does.
function focusIn(el) {
  const active = document.activeElement;
  if (!active || active === el || !el.contains(active)) return null;
  if (active.id) return `#${active.id}`;
  const [name, value] = Object.entries(active.dataset)[0] ?? [];
  return name ? `[data-${name.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`)}="${CSS.escape(value)}"]` : null;
}
/** Styles whatever inside says in `data-css`. */
export function styled(el) {
  for (const one of el.querySelectorAll('[data-css]')) one.style.cssText = one.dataset.css;
}
/** Replaces the text, if it is not that already. */
export const say = (el, text) => { if (el && el.shown !== text) el.textContent = el.shown = text; };
/** Sets an attribute, if it is not that already. */
export const mark = (el, name, value) => { if (el.getAttribute(name) !== value) el.setAttribute(name, value); };

export function svg(tag, attributes) {
  const el = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const name in attributes) el.setAttribute(name, attributes[name]);
  return el;
}
export const clamp = (x, a, b) => Math.min(b, Math.max(a, x));
