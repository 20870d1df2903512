import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHIP_FRAME_VERSION, packChips, unpackChips } from '../../../src-main/history/chip-frame.ts';
import { compressFrame, decompressFrame } from '../../../src-main/history/encoding/frame-compression.ts';
import type { Chip } from '../../../src-shared/model/index.ts';
import { aBoard, aChip } from '../store/farm-fixture.ts';

const unit = fc.constantFrom(1e9, 1e6);
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const decimal = (most: number, digits: number) =>
  fc.integer({ min: -most, max: most }).map((whole) => whole / 10 ** digits);

const measured = fc.option(fc.oneof({ weight: 3, arbitrary: decimal(200_000, 1) }, finite));
const hashrate = fc.option(
  fc.oneof(
    fc.tuple(decimal(5_000_000, 2), unit).map(([text, hashes]) => text * hashes),
    fc.integer({ min: 0, max: 100_000 }).map((whole) => whole * 1e7),
    finite,
  ),
);
const chip: fc.Arbitrary<Chip> = fc.record(
  {
    chip_id: fc.maxSafeInteger(),
    hashrate_hs: hashrate,
    frequency_mhz: measured,
    voltage_mv: measured,
    temp_c: measured,
    errors: fc.option(fc.oneof(fc.nat(), fc.maxSafeInteger())),
    grade: fc.option(fc.constantFrom('grey', 'orange', 'red')),
    throttled: fc.option(fc.boolean()),
  },
  { noNullPrototype: true },
);
const board = fc.array(chip, { maxLength: 150 });

describe('a chip frame', () => {
  it('gives back exactly the chips it was given', () => {
    fc.assert(
      fc.property(board, (chips) => {
        expect(unpackChips(packChips(chips))).toStrictEqual({ chips });
      }),
      { numRuns: 300 },
    );
  });

  it('gives them back through compression as well', () => {
    fc.assert(
      fc.property(board, (chips) => {
        const stored = compressFrame(packChips(chips));
        expect(unpackChips(decompressFrame(stored) ?? new Uint8Array())).toStrictEqual({ chips });
      }),
    );
  });

  it('takes at most 7 bytes for a chip of an ordinary board', () => {
    const { chips } = aBoard(1);
    expect(compressFrame(packChips(chips)).length / chips.length).toBeLessThan(7);
  });

  it('stores no hash rate of the firmware as a double, in neither of its units', () => {
    const scrypt = Array.from({ length: 110 }, (_, i) => aChip(i, { hashrate_hs: (150 + i + 0.07) * 1e6 }));
    const sha = Array.from({ length: 110 }, (_, i) => aChip(i, { hashrate_hs: (262 + i / 100) * 1e9 }));
    for (const chips of [scrypt, sha]) expect(packChips(chips).length).toBeLessThan(110 * 9);
  });

  it('is known to be damaged after any change of a byte, any cut and any addition', () => {
    fc.assert(
      fc.property(board, fc.nat(), fc.integer({ min: 1, max: 255 }), (chips, where, change) => {
        const frame = packChips(chips);
        const at = 1 + (where % (frame.length - 1));
        const changed = frame.slice();
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(unpackChips(changed)).toBeNull();
        expect(unpackChips(frame.subarray(0, at))).toBeNull();
        expect(unpackChips(new Uint8Array([...frame, change]))).toBeNull();
      }),
    );
  });

  it('never throws on bytes that are no frame', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const version = bytes[0] ?? 0;
        const expected = version > CHIP_FRAME_VERSION ? { newerVersion: version } : null;
        expect(unpackChips(bytes)).toEqual(expected);
      }),
    );
  });
});

describe('decompressing', () => {
  it('gives nothing for a damaged stream', () => {
    const stored = compressFrame(packChips(aBoard(1).chips));
    expect(stored[0]).toBe(0x28);
    expect(decompressFrame(stored.subarray(0, 20))).toBeNull();
  });

  it('gives nothing for a stream that unfolds without end', () => {
    expect(decompressFrame(compressFrame(new Uint8Array(64 * 1024 * 1024)))).toBeNull();
  });
});
