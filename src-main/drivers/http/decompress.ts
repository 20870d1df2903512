import { type BrotliOptions, brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';
import type { CallCancellation, StopCause } from './call-cancellation.ts';

type Decompressor = (
  body: Buffer,
  options: ZlibOptions & BrotliOptions,
  done: (error: Error | null, result: Buffer) => void,
) => void;

const DECOMPRESSORS: Readonly<Record<string, Decompressor>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  br: brotliDecompress,
  // "deflate" means the zlib format, but some servers send the raw stream.
  deflate: (body, options, done) => (isZlib(body) ? inflate : inflateRaw)(body, options, done),
};

export type Decompressed =
  | { readonly kind: 'body'; readonly body: Buffer }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'unreadable' }
  | StopCause;

/** Decodes a content encoding that was not requested, up to `maxBodyBytes`. */
export function decompress(
  body: Buffer,
  encoding: string,
  limit: CallCancellation,
  maxBodyBytes: number,
): Promise<Decompressed> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') return Promise.resolve({ kind: 'body', body });
  const run = Object.hasOwn(DECOMPRESSORS, name) ? DECOMPRESSORS[name] : undefined;
  if (run === undefined) return Promise.resolve({ kind: 'unreadable' });
  if (body.length === 0) return Promise.resolve({ kind: 'body', body });
  return limit.stage<Decompressed>((end) => {
    let stopped = false;
    run(body, { maxOutputLength: maxBodyBytes }, (error, result) => {
      if (stopped) return;
      if (error === null) end({ kind: 'body', body: result });
      else end({ kind: (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'unreadable' });
    });
    return () => {
      stopped = true;
    };
  });
}

function isZlib(body: Buffer): boolean {
  const [first = 0, second = 0] = body;
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}
