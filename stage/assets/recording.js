// Makes one file of the present page, that plays its journal anywhere, also from a disk: page, style, script, fonts and lines.
import { bundle } from './bundle.js';

/** Bytes of the packed lines above which messages leave their contents behind. */
const PACKED_MAX = 1.5e6;
const SLIM = new Set(['body', 'key', 'traceparent']);

/** `base` is where the page's files are, with a slash at its end. */
export async function record(lines, base, page = '/') {
  const text = async name => (await fetch(name.startsWith('/') ? name : base + name)).text();
  const shell = new DOMParser().parseFromString(await text(page), 'text/html');
  const [script, style, packed] = await Promise.all([bundle('stage.js', text), styled(await text('stage.css'), base), packedLines(lines)]);
  for (const el of shell.querySelectorAll('script[src], link, noscript')) el.remove();
  forgetTheRemote(shell);
  for (const frame of shell.querySelectorAll('iframe')) frame.remove();
  shell.documentElement.dataset.recorded = '';
  shell.body.append(element(shell, 'script', { type: 'application/x-ndjson', id: 'recording', 'data-encoding': 'gzip' }, packed));
  shell.body.append(element(shell, 'script', { type: 'module' }, script.replaceAll('</script', '<\\/script')));
  // The style goes in as text: the page's own policy would block one that is made here.
  return `<!doctype html>\n${shell.documentElement.outerHTML.replace('</head>', () => `<style>${style}</style></head>`)}`;
}

// A recording goes to everybody; the address of the presenter's phone, with the token, does not.
function forgetTheRemote(shell) {
  const el = shell.getElementById('opening'), { remote, ...opening } = JSON.parse(el.textContent);
  el.textContent = JSON.stringify(opening).replaceAll('<', '\\u003c');
}

/** Offers a file to whoever looks. */
export function download(name, content, type) {
  const a = document.createElement('a');
  a.href = URL.createObjectURL(new Blob([content], { type }));
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
}

function element(of, tag, attributes, text) {
  const el = of.createElement(tag);
  for (const name in attributes) el.setAttribute(name, attributes[name]);
  el.textContent = text;
  return el;
}

// Fonts and drawings go into the style itself.
async function styled(css, base) {
  const names = [...new Set([...css.matchAll(/url\("(?!data:)([^"]+)"\)/g)].map(([, name]) => name))];
  for (const name of names) css = css.replaceAll(`url("${name}")`, `url("${await asData(base + name)}")`);
  return css;
}
async function asData(url) {
  const blob = await (await fetch(url)).blob(), reader = new FileReader();
  return new Promise((done, fail) => {
    reader.onload = () => done(reader.result);
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(blob);
  });
}

async function packedLines(lines) {
  const packed = await pack(lines.map(line => JSON.stringify(line)).join('\n'));
  if (packed.length < PACKED_MAX) return packed;
  return pack(lines.map(line => JSON.stringify(line, line.what === 'message' ? (key, value) => (SLIM.has(key) ? undefined : value) : undefined)).join('\n'));
}
async function pack(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = '';
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(binary);
}
