import { zstdCompressSync } from 'node:zlib';

const LEAST_CHUNK_BYTES = 1024;
const LARGEST_CHUNK_BYTES = 65_536;

/**
 * Compresses a piece. With a known size, zstd makes its tables no larger than needed; for small
 * pieces these are most of the work.
 */
export function zstd(bytes: Uint8Array): Uint8Array {
  const chunkSize = Math.min(LARGEST_CHUNK_BYTES, Math.max(LEAST_CHUNK_BYTES, bytes.length));
  return zstdCompressSync(bytes, { chunkSize, pledgedSrcSize: bytes.length });
}
