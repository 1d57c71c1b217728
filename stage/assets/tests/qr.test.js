import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { qr } from '../qr.js';

const HASHES = ['7009aab7b902ee02', '7d21d6f90218972e', '11f4048c14db893b', '7e493e4d3583ecb3'];
const hash = text => createHash('sha256').update(qr(text).map(row => row.join('')).join('\n')).digest('hex').slice(0, 16);

// Compared once with another encoder, module by module, in versions 1, 3, 5 and 6.
test('codes are those that another encoder makes', () => {
  assert.deepEqual(['http://a', 'http://192.0.2.10:3000/entrar', 'x'.repeat(84), 'y'.repeat(100)].map(hash), HASHES);
});
test('a text that is too long has none', () => assert.equal(qr('z'.repeat(107)), null));
