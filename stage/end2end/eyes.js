// What an eye would find wrong with the page as it stands, or would tell apart; runs in a page.

/** It scrolls, something reaches out of the window, or words are cut. */
export function cut() {
  const found = [], root = document.documentElement;
  const name = el => `${el.tagName.toLowerCase()}#${el.id || el.className} "${el.textContent.trim().slice(0, 40)}"`;
  if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) found.push(`scrolls: ${root.scrollWidth} × ${root.scrollHeight}`);
  for (const el of document.querySelectorAll('.show *')) {
    const box = el.getBoundingClientRect(), style = getComputedStyle(el);
    if (!el.checkVisibility({ visibilityProperty: true }) || !box.width || el.closest('.vh, .skip, .bar, .screen, svg')) continue;
    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) found.push(`out of the window: ${name(el)}`);
    const words = [...el.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (words && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis' && el.scrollWidth > el.clientWidth + 1) found.push(`cut: ${name(el)}`);
    if (words && box.right > el.parentElement.getBoundingClientRect().right + 1 && !el.closest('.joint, .cert')) found.push(`reaches out: ${name(el)}`);
  }
  return found;
}

/** How many dots of two pictures an eye could tell apart: more than the last bits, in which one drawn twice differs. */
export async function unlike(urls) {
  const FAINT = 8;
  const [a, b] = await Promise.all(urls.map(async url => {
    const image = Object.assign(new Image(), { src: url });
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    return pen.getImageData(0, 0, image.width, image.height).data;
  }));
  return a.length === b.length ? a.filter((level, i) => Math.abs(level - b[i]) > FAINT).length : Infinity;
}
