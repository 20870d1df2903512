import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeOf } from '../../../../../src-renderer/features/history/gaps-in-series.ts';
import { stepChip } from '../../../../../src-renderer/features/miner/chips/chip-arrow-keys.ts';
import { chipColors, isSilent } from '../../../../../src-renderer/features/miner/chips/chip-color-scales.ts';
import { chipText } from '../../../../../src-renderer/features/miner/chips/chip-text.ts';
import { chipAt, chipName } from '../../../../../src-renderer/features/miner/chips/named-chip.ts';
import { historySeries } from '../../../../../src-renderer/features/miner/history/history-series.ts';
import { chipGrid } from '../../../../../src-renderer/miner-view/chip-grid.ts';
import { rampColor } from '../../../../../src-renderer/ui/charts/color-scales.ts';
import { PALETTES } from '../../../../../src-renderer/ui/theme/palettes.ts';
import type {
  ChainSnapshot,
  Chip,
  HistoryGap,
  HistoryPoint,
  MinerHistory,
} from '../../../../../src-shared/model/index.ts';

const SLOT_MS = 60_000;

function point(at: number, hashrate_hs: number | null = 100e12): HistoryPoint {
  return {
    at,
    source: 'read',
    readings: 4,
    hashrate_hs,
    hashrate_min_hs: hashrate_hs,
    hashrate_max_hs: hashrate_hs,
    hashrate_expected_hs: 100e12,
    power_w: 3000,
    chip_temp_max_c: 70,
    pcb_temp_max_c: 60,
    fan_duty_percent: 60,
    fan_rpm_max: 5000,
    hw_error_percent: 0,
  };
}

const history = (points: HistoryPoint[], gaps: HistoryGap[] = []): MinerHistory => ({
  miner_id: '02:95:23:00:00:01',
  from_at: 0,
  to_at: 600_000,
  slot_ms: SLOT_MS,
  tier: 'raw',
  points,
  gaps,
});

function chip(overrides: Partial<Chip> = {}): Chip {
  return {
    chip_id: 1,
    hashrate_hs: 270e9,
    frequency_mhz: 525,
    voltage_mv: 340,
    temp_c: 60,
    errors: 0,
    grade: 'grey',
    throttled: false,
    ...overrides,
  };
}

const board = (chips: Chip[]): ChainSnapshot[] => [
  { chain_id: 1, state: 'mining', hashrate_hs: null, hashrate_nominal_hs: null, frequency_mhz: null, chips },
];

describe('the history chart', () => {
  it('breaks its lines where the server lists a gap, and only there', () => {
    const gaps = [{ from_at: 120_000, to_at: 300_000 }];
    const series = historySeries(history([point(0), point(60_000), point(300_000), point(420_000)], gaps), 1e12);
    expect(series.times).toEqual([0, 60, 120, 300, 420]);
    expect(series.hashrate).toEqual([100, 100, null, 100, 100]);
    expect(series.gaps).toEqual(gaps);
  });

  it('names a gap at either end without drawing it', () => {
    const gaps = [
      { from_at: 0, to_at: 60_000 },
      { from_at: 180_000, to_at: 600_000 },
    ];
    const series = historySeries(history([point(60_000), point(120_000)], gaps), 1e12);
    expect(series.times).toEqual([60, 120]);
    expect(series.gaps).toHaveLength(2);
  });

  it('shows which spans the miner remembered itself', () => {
    const remembered = (at: number): HistoryPoint => ({ ...point(at), source: 'filled' });
    const points = [point(0), remembered(60_000), remembered(120_000), point(180_000), remembered(240_000)];
    expect(historySeries(history(points), 1e12).filled).toEqual([
      { from_at: 60_000, to_at: 180_000 },
      { from_at: 240_000, to_at: 300_000 },
    ]);
  });

  it('leaves unknown figures unknown', () => {
    expect(historySeries(history([point(0, null)]), 1e12).hashrate).toEqual([null]);
  });

  it('knows the range of what is known', () => {
    expect(rangeOf([null, 3, 1, null, 2])).toEqual({ low: 1, high: 3 });
    expect(rangeOf([null])).toBeNull();
  });
});

describe('the chip map', () => {
  it('is moved over chip by chip, over what is missing, and not beyond its edges', () => {
    const rows = [
      [0, -1, 1],
      [3, 2, -1],
    ];
    const grid = chipGrid(4, { chains: 1, chips_per_chain: 4, rows });
    expect(stepChip(grid, 0, 'ArrowRight')).toBe(1);
    expect(stepChip(grid, 1, 'ArrowLeft')).toBe(0);
    expect(stepChip(grid, 1, 'ArrowDown')).toBe(2);
    expect(stepChip(grid, 2, 'ArrowRight')).toBe(2);
    expect(stepChip(grid, 0, 'ArrowUp')).toBe(0);
  });

  it('uses the real layout of the board, gaps and all', () => {
    const layout = {
      chains: 3,
      chips_per_chain: 4,
      rows: [
        [0, -1, 1],
        [3, 2, -1],
      ],
    };
    expect(chipGrid(4, layout)).toEqual({
      columns: 3,
      rows: 2,
      cells: [
        { column: 0, row: 0 },
        { column: 2, row: 0 },
        { column: 1, row: 1 },
        { column: 0, row: 1 },
      ],
    });
  });

  it.each([
    ['does not name every chip', [[0, 1]]],
    ['names a chip twice', [[0, 1, 1]]],
    ['names a chip there is not', [[0, 1, 9]]],
  ])('falls back to a plain grid where the layout %s', (_what, rows) => {
    const grid = chipGrid(3, { chains: 1, chips_per_chain: 3, rows });
    expect(grid.cells).toEqual([
      { column: 0, row: 0 },
      { column: 1, row: 0 },
      { column: 2, row: 0 },
    ]);
  });

  it('fills its rows evenly where that is possible', () => {
    expect(chipGrid(126, null)).toMatchObject({ columns: 21, rows: 6 });
    expect(chipGrid(108, null)).toMatchObject({ columns: 18, rows: 6 });
  });

  it('gives every chip a place of its own, whatever their number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (count) => {
        const { cells, columns, rows } = chipGrid(count, null);
        expect(new Set(cells.map(({ column, row }) => `${column},${row}`)).size).toBe(count);
        for (const { column, row } of cells) expect(column < columns && row < rows).toBe(true);
      }),
    );
  });

  it('colours by temperature over at least 20 degrees, hot ones like the hot end', () => {
    const scale = chipColors('temp', board([chip({ temp_c: 61 }), chip({ temp_c: 64 })]), PALETTES.dark);
    expect(scale.legend).toMatchObject({ low: '60 °C', high: '80 °C' });
    const hot = chipColors('temp', board([chip({ temp_c: 50 }), chip({ temp_c: 95 })]), PALETTES.dark);
    expect(hot.colorOf(chip({ temp_c: 95 }))).toBe(hot.legend.kind === 'ramp' ? hot.legend.colors.at(-1) : '');
  });

  it('has no colour for what is not known', () => {
    for (const measure of ['temp', 'hashrate', 'errors', 'grade'] as const) {
      const unknown = chip({ temp_c: null, hashrate_hs: null, errors: null, grade: null });
      expect(chipColors(measure, board([unknown]), PALETTES.dark).colorOf(unknown)).toBeNull();
    }
  });

  it('distinguishes a silent chip from one that was not read', () => {
    expect(isSilent(chip({ hashrate_hs: 0 }))).toBe(true);
    expect(isSilent(chip({ hashrate_hs: null }))).toBe(false);
  });

  it('says all that is known of a chip and nothing that is not', () => {
    expect(chipText('37', chip({ errors: 1200, grade: 'red', throttled: true }), 'sha256d')).toBe(
      'Chip 37: 60° · 270 GH/s · 525 MHz · 340 mV · 1,200 errors · bad · throttled',
    );
    expect(chipText('1', chip({ temp_c: null, voltage_mv: null }), 'sha256d')).toBe(
      'Chip 1: 270 GH/s · 525 MHz · 0 errors',
    );
  });

  it('distinguishes chips that share a label, by their positions', () => {
    const chips = [7, 3, 7, 7].map((chip_id) => chip({ chip_id }));
    expect(chips.map((_, position) => chipName(chips, position))).toEqual([
      '7 (1 of 3)',
      '3',
      '7 (2 of 3)',
      '7 (3 of 3)',
    ]);
    expect(chipAt(1, chips, 3)).toEqual({ chainId: 1, position: 3, chipId: 7, nth: 2, name: '7 (3 of 3)' });
    expect(chipAt(1, chips, 4)).toBeNull();
  });

  it('mixes colours between its stops and stays within them', () => {
    expect(rampColor(['#000000', '#ffffff'], 0.5)).toBe('#808080');
    expect(rampColor(['#000000', '#ffffff'], 7)).toBe('#ffffff');
    expect(rampColor(['#000000', '#ffffff'], -7)).toBe('#000000');
  });
});
