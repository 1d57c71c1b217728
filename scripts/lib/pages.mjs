// Names the built files after their content, so that browsers may keep them for ever, and compresses each twice.
// Usage: node pages.mjs FOLDER

import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2];
for (const end of ["js", "wasm"]) {
  const path = join(folder, `bank-web.${end}`);
  const content = readFileSync(path);
  const named = join(folder, `bank-web-${createHash("sha256").update(content).digest("hex").slice(0, 16)}.${end}`);
  renameSync(path, named);
  const size = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(`${named}.br`, brotliCompressSync(content, { params: { ...size, [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(`${named}.gz`, gzipSync(content, { level: 9 }));
}
