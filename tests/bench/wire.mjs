// How many bytes travel, as servers compress them.
import { brotliCompressSync, gzipSync } from 'node:zlib';

export const brotli = (bytes) => brotliCompressSync(bytes).length;
export const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;
