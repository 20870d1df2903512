import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHIP_BLOCK_VERSION,
  packTelemetryBlock,
  readChipColumns,
  unpackTelemetryBlock,
} from '../../../src-main/history/chip-block.ts';
import { ChipColumnsReader, chipColumnsOf } from '../../../src-main/history/chip-columns.ts';
import { type FrameColumns, openChips, packChips } from '../../../src-main/history/chip-frame.ts';
import { chipTempMean, readChipTempMeans } from '../../../src-main/history/chip-temp-means.ts';
import { FrameDamage } from '../../../src-main/history/encoding/frame-bytes.ts';
import {
  type CompactedStatus,
  packStatuses,
  readChainColumns,
  readFigureColumns,
  STATUS_BLOCK_VERSION,
  unpackStatuses,
} from '../../../src-main/history/status-block.ts';
import { Chain, type Chip, Fan, StatusFigures, type TelemetrySnapshot } from '../../../src-shared/model/index.ts';
import { chipRows } from '../../fixtures/destinations/exported-chips.ts';
import { aBoard, aChain, aFan, someFigures, T0 } from '../store/farm-fixture.ts';

const odd = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, Number.MIN_VALUE, Number.MAX_VALUE, 2 ** 53, 0.1 + 0.2, 1e-300),
);
const decimal = fc.integer({ min: -200_000, max: 200_000_000 }).map((whole) => whole / 100);
const measured = fc.option(fc.oneof({ weight: 4, arbitrary: decimal }, odd));
const counted = fc.option(fc.oneof(fc.nat(3000), fc.maxSafeInteger()));
const text = fc.option(
  fc.oneof(fc.constantFrom('mining', 'stopped', ''), fc.string({ unit: 'grapheme', maxLength: 12 })),
);

/** Any value that the model allows in each column. */
function ofShape(shape: Record<string, { safeParse(value: unknown): { success: boolean } }>) {
  return Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => {
      const takes = (value: unknown): boolean => schema.safeParse(value).success;
      if (takes('x')) return [name, text];
      if (takes(0.5)) return [name, measured];
      return [name, takes(null) ? counted : fc.nat(1000)];
    }),
  );
}

const fan = fc.record(ofShape(Fan.shape), { noNullPrototype: true }) as fc.Arbitrary<Fan>;
const chain = fc.record(ofShape(Chain.shape), { noNullPrototype: true }) as fc.Arbitrary<Chain>;
const status = fc.record(
  {
    id: fc.maxSafeInteger().filter((id) => id > 0 && id < 2 ** 40),
    recorded_at: fc.integer({ min: T0, max: T0 + 3_600_000 }),
    ...ofShape(StatusFigures.shape),
    fans: fc.array(fan, { maxLength: 4 }),
    chains: fc.array(chain, { maxLength: 3 }),
  },
  { noNullPrototype: true },
) as fc.Arbitrary<CompactedStatus>;

const chip = fc.record(
  {
    chip_id: fc.nat(200),
    hashrate_hs: measured,
    frequency_mhz: measured,
    voltage_mv: measured,
    temp_c: measured,
    errors: counted,
    grade: fc.option(fc.constantFrom('grey', 'orange', 'red')),
    throttled: fc.option(fc.boolean()),
  },
  { noNullPrototype: true },
) as fc.Arbitrary<Chip>;
const board = fc.record(
  {
    chain_id: fc.nat(4),
    state: text,
    hashrate_hs: measured,
    hashrate_nominal_hs: measured,
    frequency_mhz: measured,
    chips: fc.oneof(fc.array(chip, { maxLength: 30 }), fc.constant(aBoard(1, 5).chips)),
  },
  { noNullPrototype: true },
);
const snapshot: fc.Arbitrary<TelemetrySnapshot> = fc.record(
  {
    recorded_at: fc.integer({ min: T0, max: T0 + 3_600_000 }),
    status_id: fc.option(fc.nat()),
    chains: fc.array(board, { maxLength: 4 }),
  },
  { noNullPrototype: true },
);

describe('a block of statuses', () => {
  it('gives back exactly the readings it was given, with every null and every bit', () => {
    fc.assert(
      fc.property(fc.array(status, { maxLength: 40 }), (statuses) => {
        expect(unpackStatuses(packStatuses(statuses))).toStrictEqual(statuses);
      }),
    );
  });

  it('holds every figure that the model has', () => {
    const full = { id: 7, recorded_at: T0, ...someFigures(), fans: [aFan(1)], chains: [aChain(2)] };
    const [read] = unpackStatuses(packStatuses([full]));
    expect(Object.keys(read ?? {}).sort()).toEqual(
      ['id', 'recorded_at', 'fans', 'chains', ...Object.keys(StatusFigures.shape)].sort(),
    );
    expect(Object.keys(read?.fans[0] ?? {}).sort()).toEqual(Object.keys(Fan.shape).sort());
    expect(Object.keys(read?.chains[0] ?? {}).sort()).toEqual(Object.keys(Chain.shape).sort());
  });

  it('gives single figures and single boards without the rest', () => {
    fc.assert(
      fc.property(fc.array(status, { maxLength: 30 }), fc.nat(4), (statuses, chainId) => {
        const block = packStatuses(statuses);
        const { recordedAts, columns } = readFigureColumns(block, ['power_w', 'hw_error_percent']);
        expect(recordedAts).toEqual(statuses.map(({ recorded_at }) => recorded_at));
        expect(columns.power_w).toStrictEqual(statuses.map(({ power_w }) => power_w));
        expect(columns.hw_error_percent).toStrictEqual(statuses.map(({ hw_error_percent }) => hw_error_percent));
        const boards = statuses.flatMap(({ recorded_at, chains }) =>
          chains.filter(({ chain_id }) => chain_id === chainId).map((one) => ({ recorded_at, chain: one })),
        );
        const inOrder = (all: typeof boards) => all.map((one) => JSON.stringify(one)).sort();
        expect(inOrder(readChainColumns(block, chainId))).toEqual(inOrder(boards));
      }),
    );
  });

  it('needs little room for what hardly changes', () => {
    const statuses = Array.from({ length: 240 }, (_, i) => ({
      id: 1000 * i,
      recorded_at: T0 + i * 15_000,
      ...someFigures({ uptime_s: 86_400 + i * 15 }),
      fans: [0, 1, 2, 3].map(aFan),
      chains: [1, 2, 3].map((id) => aChain(id)),
    }));
    expect(packStatuses(statuses).length / statuses.length).toBeLessThan(5);
  });
});

describe('a block of chips', () => {
  it('gives its readings in a span as columns, the oldest first', () => {
    const moment = fc.integer({ min: T0 - 1, max: T0 + 3_600_001 });
    const columns = new ChipColumnsReader();
    fc.assert(
      fc.property(fc.array(snapshot, { maxLength: 20 }), moment, moment, (snapshots, fromAt, toAt) => {
        const inSpan = snapshots
          .filter(({ recorded_at }) => recorded_at >= fromAt && recorded_at < toAt)
          .sort((a, b) => a.recorded_at - b.recorded_at);
        const rows = chipRows(columns.ofBlock(packTelemetryBlock(snapshots), fromAt, toAt));
        expect(rows).toStrictEqual(chipRows(chipColumnsOf(inSpan)));
        const boards = inSpan.flatMap(({ recorded_at, chains }) =>
          chains.map(({ chain_id, chips }) => ({
            recorded_at,
            chain_id,
            chips: openChips(packChips(chips)) as FrameColumns,
          })),
        );
        expect(rows).toStrictEqual(chipRows(columns.ofBoards(boards)));
        expect(rows).toStrictEqual(
          inSpan.flatMap(({ recorded_at, chains }) =>
            chains.flatMap(({ chain_id, chips }) => chips.map((chip) => ({ recorded_at, chain_id, ...chip }))),
          ),
        );
      }),
    );
  });

  it('gives back exactly the readings it was given, whatever chips come and go', () => {
    fc.assert(
      fc.property(fc.array(snapshot, { maxLength: 20 }), (snapshots) => {
        expect(unpackTelemetryBlock(packTelemetryBlock(snapshots))).toStrictEqual(snapshots);
      }),
    );
  });

  it('gives single chips without the rest, each of those that share a label', () => {
    fc.assert(
      fc.property(
        fc.array(snapshot, { maxLength: 10 }),
        fc.nat(4),
        fc.nat(200),
        fc.nat(2),
        (snapshots, chain_id, chip_id, nth) => {
          const expected = snapshots.flatMap(({ recorded_at, chains }) =>
            chains.flatMap((board) => {
              if (board.chain_id !== chain_id) return [];
              const found = board.chips.filter((chip) => chip.chip_id === chip_id)[nth];
              if (found === undefined) return [];
              const { hashrate_hs, temp_c, errors } = found;
              return { recorded_at, chip: { hashrate_hs, temp_c, errors } };
            }),
          );
          const inOrder = (all: typeof expected) => all.map((one) => JSON.stringify(one)).sort();
          expect(inOrder(readChipColumns(packTelemetryBlock(snapshots), { chain_id, chip_id, nth }))).toEqual(
            inOrder(expected),
          );
        },
      ),
    );
  });
});

describe('the mean temperature of the chips of a board', () => {
  it('is the same from a block as from its chips, and unknown where no chip has one', () => {
    fc.assert(
      fc.property(fc.array(snapshot, { maxLength: 20 }), (snapshots) => {
        const expected = snapshots.flatMap(({ recorded_at, chains }) =>
          chains.flatMap(({ chain_id, chips }) => {
            const chip_temp_mean_c = chipTempMean(chips);
            return chip_temp_mean_c === null ? [] : [{ recorded_at, chain_id, chip_temp_mean_c }];
          }),
        );
        const inOrder = (all: typeof expected) => all.map((one) => JSON.stringify(one)).sort();
        const found = readChipTempMeans(packTelemetryBlock(snapshots));
        expect(inOrder(found)).toEqual(inOrder(expected));
        const ats = found.map(({ recorded_at }) => recorded_at);
        expect(ats).toEqual(ats.toSorted((a, b) => a - b));
      }),
    );
  });

  it('leaves out the chips that report none', () => {
    expect(chipTempMean([{ temp_c: 60 }, { temp_c: null }, { temp_c: 67 }])).toBe(63.5);
    expect(chipTempMean([{ temp_c: null }])).toBeNull();
    expect(chipTempMean([])).toBeNull();
  });
});

describe('a damaged block', () => {
  it('is known as one after any change of a byte and any cut', () => {
    const blocks = [
      packStatuses([{ id: 1, recorded_at: T0, ...someFigures(), fans: [aFan(0)], chains: [aChain(1)] }]),
      packTelemetryBlock([{ recorded_at: T0, status_id: null, chains: [aBoard(1, 9)] }]),
    ];
    const unpack = [unpackStatuses, unpackTelemetryBlock] as const;
    fc.assert(
      fc.property(fc.nat(1), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, where, change) => {
        const block = blocks[which] ?? new Uint8Array();
        const changed = block.slice();
        const at = where % block.length;
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(() => unpack[which]?.(changed)).toThrow(FrameDamage);
        expect(() => unpack[which]?.(block.subarray(0, at))).toThrow(FrameDamage);
      }),
    );
  });

  it('is no block at all, but never a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => unpackStatuses(bytes)).toThrow(FrameDamage);
        expect(() => unpackTelemetryBlock(bytes)).toThrow(FrameDamage);
      }),
    );
    expect([STATUS_BLOCK_VERSION, CHIP_BLOCK_VERSION]).toEqual([1, 1]);
  });
});
