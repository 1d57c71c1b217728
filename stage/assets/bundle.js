// Puts modules that import each other by `./name.js` into one script, in the order in which they need each other. It knows
// the few forms that our own modules use, and refuses others.

const IMPORT = /^import\s+(?:\{([^}]*)\}\s+from\s+)?'\.\/([\w-]+\.js)';?[ \t]*$/gm;
const EXPORT = /^export\s+(async function|function|class|const)\s+([\w$]+)/gm;

const FORMS = "use import { a } from './b.js' and export const, function or class";

/** `source(name)` gives a module's text. Says the script; it runs as the entry does. */
export async function bundle(entry, source) {
  const texts = new Map(), order = [];
  const visit = async name => {
    if (texts.has(name)) return;
    texts.set(name, '');
    const text = await source(name);
    for (const [, , needed] of text.matchAll(IMPORT)) await visit(needed);
    texts.set(name, text);
    order.push(name);
  };
  await visit(entry);
  return `'use strict';\nconst modules = {};\n${order.map(name => wrapped(name, texts.get(name))).join('\n')}`;
}

function wrapped(name, text) {
  const names = [...text.matchAll(EXPORT)].map(([, , exported]) => exported);
  const renamed = list => list.replace(/([\w$]+)\s+as\s+([\w$]+)/g, '$1: $2');
  const taken = (_, list, from) => (list === undefined ? '' : `const {${renamed(list)}} = modules['${from}'];`);
  const body = text.replace(IMPORT, taken).replace(EXPORT, '$1 $2');
  if (/^(import|export)\b/m.test(body)) throw new Error(`${name} imports or exports in a form that a recording cannot carry: ${FORMS}`);
  return `modules['${name}'] = (() => {\n${body}\nreturn { ${names.join(', ')} };\n})();`;
}
