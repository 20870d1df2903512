import { describe, expect, it } from 'vitest';
import { farmSegments } from '../../../../../src-renderer/features/overview/farm-segments.ts';
import { lostParts } from '../../../../../src-renderer/features/overview/lost-parts.ts';
import { needsNow } from '../../../../../src-renderer/features/overview/needs.ts';
import { parseOverviewPath } from '../../../../../src-renderer/features/overview/overview-location.ts';
import { cellParts } from '../../../../../src-renderer/features/overview/rack-map/cell-card.tsx';
import { mapLooks } from '../../../../../src-renderer/features/overview/rack-map/cell-looks.ts';
import {
  CELL_SIZES,
  columnsOf,
  fitsInto,
  fittingCell,
  fittingShape,
  frameKind,
  hasHeads,
  shaped,
  zoomed,
} from '../../../../../src-renderer/features/overview/rack-map/cell-sizes.ts';
import { COLORINGS } from '../../../../../src-renderer/features/overview/rack-map/color-choices.ts';
import {
  darkFirst,
  hasRacks,
  mapBoxesOf,
  stepOnMap,
  stepToMiner,
} from '../../../../../src-renderer/features/overview/rack-map/map-boxes.ts';
import { GROUPINGS, groupMiners } from '../../../../../src-renderer/miner-view/miner-groups.ts';
import { HEAT } from '../../../../../src-renderer/ui/charts/color-scales.ts';
import { PALETTES } from '../../../../../src-renderer/ui/theme/palettes.ts';
import { DEFAULT_LIMITS, judgeBy } from '../../../../../src-shared/judging/farm-limits.ts';
import { withSilent } from '../../../../../src-shared/miner/dark-miners.ts';
import { farmTotals } from '../../../../../src-shared/miner/farm-sums.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import { presetCounts, UNUSUAL_PRESET } from '../../../../../src-shared/miner/usual-preset.ts';
import type { Miner, Rack } from '../../../../../src-shared/model/index.ts';
import { activeMutes, matchesQuery, parseQuery, withoutSilent } from '../../../../../src-shared/query/index.ts';
import { minerRow, NOW, offlineRow, status } from '../../miner-row.ts';

const moment = momentOf(NOW, 15);
const sized = (cells: number) => ({ cells, columns: columnsOf(cells), hasLoad: false });
const found = (miners: readonly Miner[], text: string): string[] => {
  const query = parseQuery(text);
  expect(query.errors).toEqual([]);
  return miners.filter((miner) => matchesQuery(query, miner, moment.nowMs, moment.staleAfterMs)).map(({ id }) => id);
};

const farm = [
  minerRow({ id: '1', place: 'A/R7/1-2', tags: ['hydro'], ip: '10.1.7.9' }),
  minerRow({
    id: '2',
    place: 'A/R7/1-1',
    ip: '10.1.7.10',
    latest_status: status({ preset: '2500', power_w: null, pool_user: 'Farm2.r1' }),
  }),
  minerRow({
    id: '3',
    place: 'R10',
    ip: '10.1.8.1',
    model_alias: 'l9',
    algorithm: 'scrypt',
    latest_status: status({
      hashrate_hs: 16e9,
      hashrate_expected_hs: 17e9,
      pool_url: 'stratum+tcp://ltc.example:1',
      pool_user: 'farm',
    }),
  }),
  offlineRow({ id: '4', last_ip: '10.1.8.200', firmware_version: '1.3.0', tags: ['hydro', 'breaker-3'] }),
  minerRow({ id: '5', ip: '10.1.9.1', model_alias: null, model_name: null, managed: false }),
];

describe('groups', () => {
  it.each(GROUPINGS)('by %s hold every miner, and their queries find exactly what they hold', (grouping) => {
    const groups = groupMiners(farm, grouping, moment);
    expect(new Set(groups.flatMap(({ miners }) => miners.map(({ id }) => id))).size).toBe(farm.length);
    for (const { query, miners } of groups) {
      if (query !== null) expect(found(farm, query), query).toEqual(miners.map(({ id }) => id));
    }
  });

  it('count the miners with an unusual preset, as their query finds them', () => {
    const running = (id: string, preset: string | null, usual_preset: string | null, rack: string) =>
      minerRow({ id, usual_preset, place: rack, latest_status: status({ preset }) });
    const some = [
      running('1', '3080', '3080', 'R1'),
      running('2', '2500', '3080', 'R1'),
      running('3', null, '3080', 'R1'),
      running('4', '2500', null, 'R2'),
      // No preset is usual for its model: by what the miners run themselves.
      { ...running('5', '2500', null, 'R3'), lowered: { full_hashrate_hs: 104e12, preset: '3080', boards: null } },
      { ...running('6', '3080', null, 'R3'), own_preset: '3080' },
    ];
    const counted = groupMiners(some, 'rack', moment).map(({ query, miners }) => {
      const { unusual, known } = presetCounts(miners, moment);
      expect(found(some, `${query} preset:${UNUSUAL_PRESET}`)).toHaveLength(unusual);
      return [unusual, known];
    });
    expect(counted).toEqual([
      [1, 2],
      [0, 0],
      [1, 2],
    ]);
  });

  it('stand in the order of their names, those without last', () => {
    const labels = (grouping: 'rack' | 'tag') => groupMiners(farm, grouping, moment).map(({ label }) => label);
    expect(labels('rack')).toEqual(['A/R7', 'R10', 'No place']);
    expect(labels('tag')).toEqual(['breaker-3', 'hydro', 'No tag']);
  });

  it('tell a miner without a working pool from one whose pool is not known', () => {
    const down = { code: 'pools_down', severity: 'critical', message: 'All 3 pools are offline' } as const;
    const some = [
      minerRow({ id: 'fine' }),
      minerRow({ id: 'down', attention: [down] }),
      minerRow({ id: 'locked', latest_status: null }),
    ];
    const groups = groupMiners(some, 'pool', moment);
    expect(groups.map(({ label, miners }) => [label, ...miners.map(({ id }) => id)])).toEqual([
      [groups[0]?.key, 'fine'],
      ['No working pool', 'down'],
      ['Pool not known', 'locked'],
    ]);
    for (const { query, miners } of groups.slice(0, 2))
      expect(found(some, query ?? '')).toEqual(miners.map(({ id }) => id));
  });

  it('have sums that add up to those of the farm, to the last digit', () => {
    const whole = farmTotals(farm, moment);
    const parts = groupMiners(farm, 'model', moment).map(({ miners }) => farmTotals(miners, moment));
    const sum = (values: readonly (number | null | undefined)[]) => values.reduce<number>((a, b) => a + (b ?? 0), 0);
    expect(sum(parts.map(({ powerW }) => powerW))).toBe(whole.powerW);
    for (const { algorithm, hashrateHs, expectedHs } of whole.hashrates) {
      const works = parts.map(({ hashrates }) => hashrates.find((work) => work.algorithm === algorithm));
      expect(sum(works.map((work) => work?.hashrateHs))).toBe(hashrateHs);
      expect(sum(works.map((work) => work?.expectedHs))).toBe(expectedHs);
    }
    expect(sum(parts.map(({ counts }) => counts.hashing))).toBe(whole.counts.hashing);
  });
});

describe('sums', () => {
  it('are kept apart by algorithm, each with its own efficiency', () => {
    const { hashrates } = farmTotals(farm, moment);
    expect(hashrates.map(({ algorithm }) => algorithm)).toEqual(['sha256d', 'scrypt']);
    expect(hashrates[0]?.efficiencyJPerTh).toBeCloseTo(3080 / 104, 6);
    expect(hashrates[1]).toMatchObject({ hashrateHs: 16e9, expectedHs: 17e9, efficiencyJPerTh: 3080 / 0.016 });
  });

  it('say what the farm is made of, each miner once', () => {
    const parts = farmSegments(farm, moment);
    expect(parts).toEqual({
      hashing: 3,
      silent: 0,
      changing: 0,
      stopped: 0,
      trouble: 0,
      offline: 1,
      unread: 0,
      unmonitored: 1,
    });
    const starting = [minerRow({ latest_status: status({ state: 'starting', hashrate_hs: 0 }) })];
    expect(farmSegments(starting, moment).changing).toBe(1);
  });

  it('call no miner stopped that is not read, such as one that refuses the password', () => {
    const attention: Miner['attention'] = [{ code: 'locked', severity: 'warning', message: 'Wrong miner password' }];
    const stale = minerRow({ attention, latest_status: status({ recorded_at: NOW - 600_000 }) });
    const stopped = minerRow({ attention, latest_status: status({ hashrate_hs: 0 }) });
    expect(farmSegments([stale, stopped], moment)).toMatchObject({ unread: 1, trouble: 1 });
  });
});

describe('the map', () => {
  it('is drawn by network and address while no miner has a place', () => {
    const boxes = mapBoxesOf(
      farm.map((miner) => ({ ...miner, place: null })),
      moment,
    );
    expect(boxes.map(({ label, miners }) => [label, miners.map(({ id }) => id)])).toEqual([
      ['10.1.7.0/24', ['1', '2']],
      ['10.1.8.0/24', ['3', '4']],
      ['10.1.9.0/24', ['5']],
    ]);
    expect(hasRacks(boxes)).toBe(false);
    for (const { query, miners } of boxes) expect(found(farm, query ?? '')).toEqual(miners.map(({ id }) => id));
  });

  it('is drawn by rack and position else, the unplaced last', () => {
    const boxes = mapBoxesOf(farm, moment);
    expect(boxes.map(({ label, miners }) => [label, miners.map(({ id }) => id)])).toEqual([
      ['A/R7', ['2', '1']],
      ['R10', ['3']],
      ['No place', ['4', '5']],
    ]);
    expect(hasRacks(boxes)).toBe(true);
    expect(mapBoxesOf([], moment)).toEqual([]);
  });

  it('draws a rack of known size slot by slot, the empty ones too, and racks without miners', () => {
    const rack = (name: string, more: Partial<Rack> = {}): Rack => ({
      ...{ id: '019ab000-0000-7000-8000-000000000000', rack: name, rows: null, columns: null },
      ...{ power_limit_w: null, pdu: null, switch: null },
      ...more,
    });
    const boxes = mapBoxesOf(farm, moment, [
      rack('A/R7', { rows: 2, columns: 3 }),
      rack('R2', { rows: 1, columns: 2 }),
    ]);
    const cellsOf = (label: string) =>
      boxes.find((box) => box.label === label)?.cells.map((miner) => miner?.id ?? null);
    expect(boxes.map(({ label, columns }) => [label, columns])).toEqual([
      ['A/R7', 3],
      ['R2', 2],
      ['R10', 1],
      ['No place', 2],
    ]);
    expect(cellsOf('A/R7')).toEqual(['2', '1', null, null, null, null]);
    expect(cellsOf('R2')).toEqual([null, null]);
    expect(stepToMiner(boxes, { box: 0, cell: 1 }, 'ArrowRight')).toEqual({ box: 2, cell: 0 });
    expect(stepToMiner(boxes, { box: 2, cell: 0 }, 'ArrowUp')).toEqual({ box: 0, cell: 1 });
    expect(stepToMiner(boxes, { box: 0, cell: 0 }, 'ArrowLeft')).toEqual({ box: 0, cell: 0 });
    expect(stepToMiner(boxes, { box: 3, cell: 0 }, 'Home')).toEqual({ box: 0, cell: 0 });
    const unplaced = farm.map((miner) => ({ ...miner, place: null }));
    expect(mapBoxesOf(unplaced, moment, [rack('R2')]).map(({ label }) => label)).toEqual(['R2', 'No place']);
  });

  it('is walked by keys, from box to box at the ends', () => {
    const shape = (count: number) => ({
      cells: farm.slice(0, 1).flatMap((miner) => Array(count).fill(miner)),
      columns: columnsOf(count),
    });
    const sizes = [8, 1, 3].map(shape);
    expect(columnsOf(8)).toBe(4);
    expect(stepOnMap(sizes, { box: 0, cell: 1 }, 'ArrowDown')).toEqual({ box: 0, cell: 5 });
    expect(stepOnMap(sizes, { box: 0, cell: 7 }, 'ArrowRight')).toEqual({ box: 1, cell: 0 });
    expect(stepOnMap(sizes, { box: 1, cell: 0 }, 'ArrowUp')).toEqual({ box: 0, cell: 7 });
    expect(stepOnMap(sizes, { box: 0, cell: 0 }, 'ArrowLeft')).toEqual({ box: 0, cell: 0 });
    expect(stepOnMap(sizes, { box: 0, cell: 3 }, ']')).toEqual({ box: 1, cell: 0 });
    expect(stepOnMap(sizes, { box: 2, cell: 2 }, '[')).toEqual({ box: 1, cell: 0 });
    expect(stepOnMap(sizes, { box: 1, cell: 0 }, 'End')).toEqual({ box: 2, cell: 2 });
  });

  it('has the largest cells that fit: dots of heat where marks do not, so that ten thousand are seen at once', () => {
    expect(fittingCell([sized(12)], 800, 400)).toBe(CELL_SIZES[0]);
    // Marks with little around them are worth more than dots: eight racks on a small screen.
    const eight = Array.from({ length: 8 }, () => sized(24));
    expect(frameKind(fittingCell(eight, 780, 174))).toBe('compact');
    expect([9, 10, 15, 16].map(frameKind)).toEqual(['heat', 'compact', 'compact', 'roomy']);
    // Five racks take the height that they have: boxes of known columns keep these.
    const five = Array.from({ length: 5 }, () => sized(12));
    const shape = fittingShape(five, 830, 190);
    const higher = five.map((box) => shaped(box, shape));
    expect(fittingCell(higher, 830, 190)).toBeGreaterThan(fittingCell(five, 830, 190));
    expect(shaped({ ...sized(12), isFixed: true }, shape).columns).toBe(columnsOf(12));
    const many = Array.from({ length: 100 }, () => sized(30));
    expect(fittingCell(many, 900, 400)).toBe(6);
    const tenThousand = Array.from({ length: 209 }, () => sized(48));
    expect(fittingCell(tenThousand, 870, 336)).toBe(4);
    expect(fitsInto(tenThousand, 4, 870, 336)).toBe(true);
    // Three thousand miners in the smallest window: larger dots are worth more than names that do not fit.
    expect(
      fittingCell(
        Array.from({ length: 63 }, () => sized(48)),
        826,
        186,
      ),
    ).toBe(5);
    // Names stand above the smallest cells where there is room for all of them.
    expect([336, 900].map((height) => hasHeads(tenThousand, 4, 870, height))).toEqual([false, true]);
    expect(hasHeads(tenThousand, 6, 870, 336)).toBe(true);
    expect(fittingCell([...tenThousand, ...tenThousand], 870, 336)).toBe(4);
    expect(fittingCell(many, 1800, 1400)).toBeGreaterThan(10);
    expect(zoomed(10, -1)).toBe(8);
    expect(zoomed(4, -1)).toBe(4);
    expect(zoomed(16, 1)).toBe(18);
    expect([zoomed(27, -1), zoomed(27, 1), zoomed(64, 1)]).toEqual([26, 30, 64]);
  });

  it.each(COLORINGS)('coloured by %s shows what is unknown without a colour, and every state by its shape', (by) => {
    const { lookOf, legend } = mapLooks(by, farm, moment, PALETTES.dark);
    const looks = farm.map(lookOf);
    expect(looks[3]?.shape).toBe('cross');
    if (by !== 'age' && by !== 'firmware') expect(looks[3]?.fill).toBeNull();
    expect(looks[3]?.isUnknown).toBe(by !== 'state' && looks[3]?.fill === null);
    expect(by === 'state' ? null : looks[0]?.fill).toEqual(by === 'state' ? null : expect.stringMatching(/^#/));
    expect(legend.kind).toMatch(/^(states|ramp|values)$/);
  });

  it('has no reading of a rack that just stopped answering, as soon as Needs you says so', () => {
    const failing = { ...minerRow().polling, consecutive_failures: 1 };
    const rack = Array.from({ length: 24 }, (_, n) => minerRow({ id: `R1-${n}`, place: `R1/${n}`, polling: failing }));
    const rest = Array.from({ length: 24 }, (_, n) => minerRow({ id: `R2-${n}`, place: `R2/${n}` }));
    const shapes = (miners: readonly Miner[]) => {
      const { lookOf } = mapLooks('state', miners, withSilent(moment, miners), PALETTES.dark);
      return [...new Set(miners.map((miner) => lookOf(miner).shape))];
    };
    expect(shapes([...rack, ...rest])).toEqual(['dash', 'disc']);
    // One that missed a poll may only be busy.
    expect(shapes([...rack.slice(23), ...rest])).toEqual(['disc']);
    // The counts, sums and losses of the same moment say the same, also of those with a problem of
    // their own.
    const hot: Miner['attention'] = [{ code: 'hot', severity: 'warning', message: 'Hot.' }];
    const farm = [...rack.slice(1), ...rack.slice(0, 1).map((miner) => ({ ...miner, attention: hot })), ...rest];
    const now = withSilent(moment, farm);
    expect(farmTotals(farm, now)).toMatchObject({ counts: { hashing: 24 }, hashrates: [{ hashrateHs: 24 * 104e12 }] });
    expect(farmSegments(farm, now)).toMatchObject({ hashing: 24, silent: 24, unread: 0 });
    expect(lostParts(farm, 'sha256d', now)).toMatchObject({ unread: 24 * 104e12, problems: 0 });
    expect(needsNow([], [], now, farm)).toMatchObject([{ kind: 'silent', silent: { length: 24 } }]);
    // A few missed polls of a large farm are always there.
    const many = Array.from({ length: 3000 }, (_, n) => minerRow({ id: `${n}`, place: `R${n % 100}/${n}` }));
    const missed = many.map((miner, n) => (n % 101 === 0 ? { ...miner, polling: failing } : miner));
    expect(withSilent(moment, missed)).toBe(moment);
  });

  it('shows a miner with a board off, or a throttled one, as hashing in part, and says so only where there is one', () => {
    const whole = minerRow();
    const part = minerRow({ boards_on: { on: 2, total: 3 } });
    const textsOf = (miners: readonly Miner[]): readonly string[] => {
      const { legend } = mapLooks('state', miners, moment, PALETTES.dark);
      return legend.kind === 'states' ? legend.states.map(({ text }) => text) : [];
    };
    expect(textsOf([whole, part])).toContain('reduced');
    expect(textsOf([whole])).not.toContain('reduced');
    const { lookOf } = mapLooks('state', [whole, part], moment, PALETTES.dark);
    expect([whole, part].map((miner) => lookOf(miner).shape)).toEqual(['disc', 'partial']);
    expect(cellParts(part, moment)).toContain('2 of 3 boards on');
    // As in rows and in the panel: not the mark of one at its full rate.
    const throttled = minerRow({ latest_status: status({ throttled_percent: 60 }) });
    expect(textsOf([whole, throttled])).toContain('reduced');
    expect(lookOf(throttled).shape).toBe('partial');
    expect(cellParts(throttled, moment)).toContain('throttled to 60 %');
    expect(cellParts(whole, moment)).toContain('mining');
  });

  it('has racks in which all is dark first, where not all boxes are seen', () => {
    const dark = [1, 2].map((n) => offlineRow({ id: `dark ${n}`, place: `R20/1-${n}` }));
    const boxes = mapBoxesOf([...farm, ...dark], moment);
    expect(boxes[0]?.label).not.toBe('R20');
    expect(darkFirst(boxes).map(({ label }) => label)).toEqual([
      'R20',
      ...boxes.map(({ label }) => label).filter((label) => label !== 'R20'),
    ]);
    const many = Array.from({ length: 40 }, () => sized(48));
    expect([fitsInto(many, 10, 900, 400), fitsInto(many, 10, 1800, 1400)]).toEqual([false, true]);
  });

  it('ends the scale of temperatures with the limit from which a miner is hot', () => {
    const at = (chip_temp_max_c: number) => minerRow({ latest_status: status({ chip_temp_max_c }) });
    const farmAt = [60, 84, 97].map(at);
    const looksBy = (hot_chip_c: number) => {
      judgeBy({ ...DEFAULT_LIMITS, hot_chip_c });
      const { lookOf, legend } = mapLooks('temp', farmAt, moment, PALETTES.dark);
      return { fills: farmAt.map((miner) => lookOf(miner).fill), legend };
    };
    const [by90, by80] = [looksBy(90), looksBy(80)];
    judgeBy(DEFAULT_LIMITS);
    expect(by90.legend).toMatchObject({ low: '60 °C', high: '90 °C or more (hot)' });
    expect(by80.legend).toMatchObject({ low: '50 °C', high: '80 °C or more (hot)' });
    const hottest = HEAT.at(-1);
    expect(by90.fills.map((fill) => fill === hottest)).toEqual([false, false, true]);
    expect(by80.fills.map((fill) => fill === hottest)).toEqual([false, true, true]);
  });

  it('has no scale where no value is known', () => {
    const { legend } = mapLooks('temp', [offlineRow({ id: '1' })], moment, PALETTES.dark);
    expect(legend).toEqual({ kind: 'values', values: [] });
  });

  it('names a colour for the commonest values only', () => {
    const many = Array.from({ length: 12 }, (_, i) =>
      minerRow({ id: `${i}`, latest_status: status({ preset: `${i}` }) }),
    );
    const { legend } = mapLooks('preset', many, moment, PALETTES.light);
    expect(legend.kind === 'values' && legend.values.at(-1)?.text).toBe('4 others');
  });
});

describe('its address', () => {
  it('opens a miner beside it', () => {
    expect(parseOverviewPath('/overview')).toEqual({ minerId: null });
    expect(parseOverviewPath('/overview/02:95:23:00:00:01')).toEqual({ minerId: '02:95:23:00:00:01' });
    expect(parseOverviewPath('/overview/x')).toBeNull();
  });
});

describe('what needs nobody now', () => {
  const trouble = (code: string) => ({ code, severity: 'warning', message: code }) as Miner['attention'][number];
  const miner = minerRow({ attention: [trouble('fan_lost'), trouble('low_hashrate'), trouble('hot')] });
  const window = {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    query: `mac=${miner.id}`,
    starts_at: NOW - 1,
    ends_at: NOW + 1,
    reason: '',
    rule_ids: [] as string[],
    actor: { via: 'desktop' as const, name: null, scope: 'operate' as const } as never,
    created_at: NOW - 1,
  };
  const rules = [
    { id: 'fan_lost', query: 'condition=fan_lost' },
    { id: 'hashrate_low', query: 'hashrate<85% hashrate>0' },
  ];
  const left = (windows: readonly object[], of: Miner = miner) =>
    withoutSilent(of, activeMutes(moment, windows as never, rules)).attention.map(({ code }) => code);

  it('is all of a miner in maintenance, and of a mute what its rule is about', () => {
    expect(left([])).toEqual(['fan_lost', 'low_hashrate', 'hot']);
    expect(left([window])).toEqual([]);
    // What may burn is always seen, unless its rule itself is muted.
    const burning = minerRow({ ...miner, attention: [{ ...trouble('fan_lost'), in_danger: true }, trouble('hot')] });
    expect(left([window], burning)).toEqual(['fan_lost']);
    expect(left([{ ...window, rule_ids: ['fan_lost'] }], burning)).toEqual(['hot']);
    expect(left([{ ...window, rule_ids: ['fan_lost'] }])).toEqual(['low_hashrate', 'hot']);
    expect(left([{ ...window, rule_ids: ['hashrate_low'] }])).toEqual(['fan_lost', 'hot']);
    expect(left([{ ...window, rule_ids: ['a rule that is gone'] }])).toHaveLength(3);
    expect(left([{ ...window, ends_at: NOW }])).toHaveLength(3);
    expect(left([window], minerRow({ id: '02:95:23:00:00:02', attention: [trouble('hot')] }))).toEqual(['hot']);
  });
});
