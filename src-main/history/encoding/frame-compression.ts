import { zstdDecompressSync } from 'node:zlib';
import { zstd } from './zstd.ts';

/** The start of every zstd stream, and of no frame, whose first byte is its version. */
const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd] as const;

/** Far more than the largest board needs: a small file must not expand until memory is full. */
const LARGEST_FRAME_BYTES = 4 * 1024 * 1024;

/** The frame compressed with zstd if that is smaller, else unchanged. */
export function compressFrame(frame: Uint8Array): Uint8Array {
  const compressed = zstd(frame);
  return compressed.length < frame.length ? compressed : frame;
}

/** The frame that was passed to `compressFrame`; null if it is damaged. */
export function decompressFrame(stored: Uint8Array): Uint8Array | null {
  if (!ZSTD_MAGIC.every((byte, i) => stored[i] === byte)) return stored;
  try {
    return zstdDecompressSync(stored, { maxOutputLength: LARGEST_FRAME_BYTES });
  } catch {
    return null;
  }
}
