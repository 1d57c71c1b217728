// A QR code (ISO/IEC 18004), bytes at level M, versions 1 to 6: an address of up to 106 characters, for a room's phones.

// By version: codewords of data, of correction per block, and blocks.
const VERSIONS = [[16, 10, 1], [28, 16, 1], [44, 26, 1], [64, 18, 2], [86, 24, 2], [108, 16, 4]];
const MASKS = [(r, c) => (r + c) % 2, r => r % 2, (_, c) => c % 3, (r, c) => (r + c) % 3, (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2,
  (r, c) => (r * c) % 2 + (r * c) % 3, (r, c) => ((r * c) % 2 + (r * c) % 3) % 2, (r, c) => ((r + c) % 2 + (r * c) % 3) % 2];

// The field of 256 elements.
const EXP = [], LOG = [];
for (let i = 0, x = 1; i < 255; i++) { EXP[i] = x; LOG[x] = i; x = x & 128 ? (x << 1) ^ 285 : x << 1; }
const times = (a, b) => (a && b ? EXP[(LOG[a] + LOG[b]) % 255] : 0);

/** Rows of 0 and 1; null when the text is too long. */
export function qr(text) {
  const bytes = [...new TextEncoder().encode(text)], version = VERSIONS.findIndex(([data]) => bytes.length <= data - 2) + 1;
  if (!version) return null;
  const bits = codewords(bytes, VERSIONS[version - 1]).flatMap(byte => [7, 6, 5, 4, 3, 2, 1, 0].map(i => byte >> i & 1));
  const made = MASKS.map((_, mask) => drawn(version, bits, mask));
  return made.reduce((best, one) => (roughness(one) < roughness(best) ? one : best));
}

/** As a path of an SVG, one unit a module; the margin is the caller's. */
export function qrSvg(text) {
  const rows = qr(text);
  if (!rows) return '';
  const d = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return `<svg class="qr" viewBox="-4 -4 ${rows.length + 8} ${rows.length + 8}" aria-hidden="true"><path d="${d}"/></svg>`;
}

function codewords(bytes, [size, correction, blocks]) {
  const bits = [0, 1, 0, 0, ...[7, 6, 5, 4, 3, 2, 1, 0].map(i => bytes.length >> i & 1), ...bytes.flatMap(byte => [7, 6, 5, 4, 3, 2, 1, 0].map(i => byte >> i & 1)), 0, 0, 0, 0].slice(0, size * 8);
  const data = [];
  for (let i = 0; i < bits.length; i += 8) data.push(parseInt(bits.slice(i, i + 8).join('').padEnd(8, '0'), 2));
  for (let pad = 236; data.length < size; pad ^= 253) data.push(pad);
  const per = size / blocks, parts = Array.from({ length: blocks }, (_, b) => data.slice(b * per, (b + 1) * per)), checks = parts.map(part => remainder(part, correction));
  const woven = lists => lists[0].flatMap((_, i) => lists.map(list => list[i]));
  return [...woven(parts), ...woven(checks)];
}
function remainder(data, n) {
  let generator = [1];
  for (let i = 0; i < n; i++) generator = [...generator, 0].map((x, k) => x ^ times(generator[k - 1] ?? 0, EXP[i]));
  const rest = [...data, ...Array(n).fill(0)];
  for (let i = 0; i < data.length; i++) { const lead = rest[i]; generator.forEach((g, k) => { rest[i + k] ^= times(g, lead); }); }
  return rest.slice(data.length);
}

function drawn(version, bits, mask) {
  const size = 17 + 4 * version, grid = Array.from({ length: size }, () => Array(size).fill(null));
  const square = (row, col, r, dark) => {
    for (let y = -r; y <= r; y++) {
      for (let x = -r; x <= r; x++) if (grid[row + y]?.[col + x] !== undefined) grid[row + y][col + x] = dark(Math.max(Math.abs(x), Math.abs(y)));
    }
  };
  for (const [row, col] of [[3, 3], [3, size - 4], [size - 4, 3]]) square(row, col, 4, d => (d !== 2 && d !== 4 ? 1 : 0));
  if (version > 1) square(size - 7, size - 7, 2, d => (d !== 1 ? 1 : 0));
  for (let i = 8; i < size - 8; i++) grid[6][i] = grid[i][6] = (i + 1) % 2;
  format(grid, size, mask);
  fill(grid, size, bits, mask);
  return grid;
}
function format(grid, size, mask) {
  let rest = mask << 10;
  for (let i = 14; i >= 10; i--) if (rest >> i & 1) rest ^= 0x537 << (i - 10);
  const word = (mask << 10 | rest) ^ 0x5412, bit = i => word >> i & 1;
  for (let i = 0; i < 15; i++) {
    grid[i < 6 ? i : i < 8 ? i + 1 : size - 15 + i][8] = bit(i);
    grid[8][i < 8 ? size - 1 - i : i < 9 ? 15 - i : 14 - i] = bit(i);
  }
  grid[size - 8][8] = 1;
}
function fill(grid, size, bits, mask) {
  let i = 0, up = true;
  for (let col = size - 1; col > 0; col -= 2, up = !up) {
    if (col === 6) col--;
    for (let k = 0; k < size; k++) for (const c of [col, col - 1]) {
      const r = up ? size - 1 - k : k;
      if (grid[r][c] === null) grid[r][c] = (bits[i++] ?? 0) ^ (MASKS[mask](r, c) === 0 ? 1 : 0);
    }
  }
}

// Long runs and blocks of one colour are hard to read.
function roughness(grid) {
  let sum = 0;
  const at = (y, x, turned) => (turned ? grid[x][y] : grid[y][x]);
  for (const turned of [false, true]) for (let y = 0; y < grid.length; y++) for (let x = 1, run = 1; x < grid.length; x++) {
    run = at(y, x, turned) === at(y, x - 1, turned) ? run + 1 : 1;
    sum += run === 5 ? 3 : run > 5 ? 1 : 0;
  }
  for (let y = 1; y < grid.length; y++) for (let x = 1; x < grid.length; x++) if (grid[y][x] + grid[y - 1][x] + grid[y][x - 1] + grid[y - 1][x - 1] in { 0: 1, 4: 1 }) sum += 3;
  return sum;
}
