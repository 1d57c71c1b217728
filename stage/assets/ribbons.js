// Draws the lanes of many: a ribbon woven of all transfers' colours, with messages a second.
import { $, place, put } from './dom.js';
import { count } from './words.js';

export function drawRibbons(s) {
  const moving = (s.ribbons ?? []).filter(ribbon => ribbon.rate >= 1);
  put($('ribbons'), moving.map(({ topic, rate }) => {
    const way = s.act.ways.get(topic);
    return `<div class="ribbon at${way.dir < 0 ? ' left' : ''}" ${place([way.from, way.y - 28, way.to - way.from, 56])}><div class="flow"></div><b>${count(rate)}/s</b></div>`;
  }).join(''));
}

/** The six colours as a pattern; again whenever the room changes. */
export function weave() {
  const style = getComputedStyle(document.documentElement);
  const bands = [1, 2, 3, 4, 5, 6].map((c, i) => `<path d="M${i * 24 + 6} 16l12 12-12 12" stroke="${style.getPropertyValue(`--c${c}`).trim()}"/>`).join('');
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 144 56" fill="none" stroke-width="6" stroke-linecap="round" stroke-linejoin="round">${bands}</svg>`;
  document.documentElement.style.setProperty('--weave', `url("data:image/svg+xml,${encodeURIComponent(picture)}")`);
}
