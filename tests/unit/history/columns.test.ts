import { expect, it } from 'vitest';
import { readNumberColumn, writeNumberColumn } from '../../../src-main/history/encoding/block-column.ts';
import { ByteReader, ByteWriter } from '../../../src-main/history/encoding/frame-bytes.ts';
import { readColumn, writeColumn } from '../../../src-main/history/encoding/frame-column.ts';

/** No source sends one today, but an invalid figure must affect only itself. */
it.each([Number.NaN, Number.POSITIVE_INFINITY])(
  'what is no number (%d) changes no other value of its column',
  (odd) => {
    const block = new ByteWriter(64);
    writeNumberColumn(block, [1, 2, odd, 4], 4);
    expect([...readNumberColumn(new ByteReader(block.bytes()), 4, 4)]).toEqual([1, 2, odd, 4]);
    const frame = new ByteWriter(64);
    writeColumn(frame, [60, 61, odd, null, 64]);
    expect(readColumn(new ByteReader(frame.bytes()), 5)).toEqual([60, 61, null, null, 64]);
  },
);
