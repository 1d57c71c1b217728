import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bundle } from '../bundle.js';

/** Scripts of the pages that phones load: they are no part of the picture. */
const PHONES = new Set(['audience.js', 'remote.js']);
const folder = new URL('../', import.meta.url);
const source = async name => readFileSync(new URL(name, folder), 'utf8');

test('all modules of the page go into one script that a browser can read', async () => {
  const script = await bundle('stage.js', source), file = join(mkdtempSync(join(tmpdir(), 'stage-')), 'all.mjs');
  writeFileSync(file, script);
  execFileSync(process.execPath, ['--check', file]);
  for (const name of readdirSync(folder).filter(name => name.endsWith('.js') && !PHONES.has(name))) assert.ok(script.includes(`modules['${name}']`), name);
});

test('what the one script draws is what the modules draw', async () => {
  const script = await bundle('look.js', source);
  const { 'look.js': packed, 'journal.js': of } = new Function(`${script}\nmodules['journal.js'] ??= null; return modules;`)();
  assert.equal(typeof packed.look, 'function');
  assert.equal(of, null);
});

test('a module in another form is refused, by name', async () => {
  await assert.rejects(bundle('a.js', async () => 'export default 1;'), /a\.js imports or exports/);
});

test('every text that the modules ask for is in the table', async () => {
  const keys = new Set((await source('texts.tsv')).split('\n').map(line => line.split('\t')[0]));
  for (const name of readdirSync(folder).filter(name => name.endsWith('.js') && !PHONES.has(name))) {
    for (const [, key] of (await source(name)).matchAll(/(?:\bT|\bmany)\('([\w.-]+)'/g)) assert.ok(keys.has(key), `${name}: ${key}`);
  }
});
