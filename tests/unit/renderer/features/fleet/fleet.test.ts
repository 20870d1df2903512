import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appTexts } from '../../../../../src-renderer/app/app-texts.ts';
import { fleetCsv } from '../../../../../src-renderer/features/fleet/fleet-csv.ts';
import { COUNT_QUERIES, filterMiners } from '../../../../../src-renderer/features/fleet/search/fleet-filter.ts';
import {
  asksForCount,
  toggleCount,
  withoutTerm,
} from '../../../../../src-renderer/features/fleet/search/query-text.ts';
import { sumsText } from '../../../../../src-renderer/features/fleet/sums-text.ts';
import { fitColumns, gridTemplate } from '../../../../../src-renderer/features/fleet/table/columns/column-fit.ts';
import { COLUMNS } from '../../../../../src-renderer/features/fleet/table/columns/fleet-columns.ts';
import {
  DEFAULT_LAYOUT,
  layoutColumns,
} from '../../../../../src-renderer/features/fleet/table/columns/fleet-layout.ts';
import { nextSort, sortMiners } from '../../../../../src-renderer/features/fleet/table/columns/fleet-sort.ts';
import { layoutOf, NO_SAVED_VIEWS } from '../../../../../src-renderer/features/fleet/views/saved-views.ts';
import { COLUMN_IDS } from '../../../../../src-renderer/miner-view/column-ids.ts';
import { shareTone } from '../../../../../src-renderer/miner-view/share-tone.ts';
import { keepOrder } from '../../../../../src-renderer/ui/keep-order.ts';
import { hashrateShare } from '../../../../../src-shared/judging/hashrate.ts';
import { FARM_COUNTS, farmTotals } from '../../../../../src-shared/miner/farm-sums.ts';
import { paidShare } from '../../../../../src-shared/miner/lost-hashrate.ts';
import { momentOf, poolHost } from '../../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../../src-shared/model/index.ts';
import { parseQuery } from '../../../../../src-shared/query/index.ts';
import { minerRow, NOW, offlineRow, status } from '../../miner-row.ts';

const moment = momentOf(NOW, 15);
const old = NOW - 60_000;
const named = (...nicknames: string[]) =>
  nicknames.map((nickname, i) => minerRow({ id: `02:00:00:00:00:0${i}`, nickname }));
const names = (miners: readonly Miner[]) => miners.map((miner) => miner.nickname);

const anyMiner = fc
  .record({
    online: fc.boolean(),
    managed: fc.boolean(),
    troubled: fc.boolean(),
    recorded_at: fc.constantFrom(NOW - 1000, old),
    hashrate_hs: fc.option(fc.constantFrom(0, 100e12)),
  })
  .map(({ online, managed, troubled, recorded_at, hashrate_hs }) =>
    minerRow({
      online,
      managed,
      attention: troubled ? [{ code: 'hot', severity: 'warning', message: 'hot' }] : [],
      latest_status: status({ recorded_at, hashrate_hs }),
    }),
  );

describe('the header', () => {
  it('counts exactly the rows that each count filters', () => {
    fc.assert(
      fc.property(fc.array(anyMiner), (miners) => {
        const { counts } = farmTotals(miners, moment);
        for (const count of FARM_COUNTS)
          expect(filterMiners(miners, COUNT_QUERIES[count], moment)).toHaveLength(counts[count]);
      }),
    );
  });

  it('leaves out what is old, offline or unknown, and says how many are in the sums', () => {
    const totals = farmTotals(
      [
        minerRow(),
        minerRow({ latest_status: status({ recorded_at: old }) }),
        offlineRow(),
        minerRow({ latest_status: null }),
        minerRow({ latest_status: status({ hashrate_hs: null, power_w: 1000 }) }),
      ],
      moment,
    );
    expect(totals.hashrates).toEqual([
      {
        algorithm: 'sha256d',
        hashrateHs: 104e12,
        expectedHs: 4 * 104e12,
        loweredHs: 0,
        powerW: 4080,
        efficiencyJPerTh: 3080 / 104,
        freshCount: 2,
        powerCount: 2,
        efficiencyCount: 1,
      },
    ]);
    expect(totals.powerW).toBe(4080);
    expect(totals.freshCount).toBe(2);
    expect(totals.efficiencyJPerTh).toBeCloseTo(3080 / 104);
  });

  it('never adds up two algorithms', () => {
    const scrypt = minerRow({
      algorithm: 'scrypt',
      latest_status: status({ hashrate_hs: 9.5e9, hashrate_expected_hs: 1e10, power_w: 3425 }),
    });
    const totals = farmTotals([scrypt, minerRow(), scrypt], moment);
    expect(totals.hashrates).toEqual([
      {
        algorithm: 'sha256d',
        hashrateHs: 104e12,
        expectedHs: 104e12,
        loweredHs: 0,
        powerW: 3080,
        efficiencyJPerTh: 3080 / 104,
        freshCount: 1,
        powerCount: 1,
        efficiencyCount: 1,
      },
      {
        algorithm: 'scrypt',
        hashrateHs: 19e9,
        expectedHs: 2e10,
        loweredHs: 0,
        powerW: 6850,
        efficiencyJPerTh: 6850 / 0.019,
        freshCount: 2,
        powerCount: 2,
        efficiencyCount: 2,
      },
    ]);
    expect(totals.efficiencyJPerTh).toBeCloseTo(3080 / 104);
  });

  it('says of miners that hash nothing so in the unit of their algorithm', () => {
    const idle = (algorithm: string) =>
      minerRow({ algorithm, latest_status: status({ hashrate_hs: 0, hashrate_expected_hs: 1e10, power_w: null }) });
    expect(sumsText(farmTotals([idle('scrypt')], moment))).toEqual(['0 GH/s']);
    expect(sumsText(farmTotals([idle('sha256d')], moment))).toEqual(['0 TH/s']);
  });

  it('says how many are in the power, which some do not report', () => {
    const hiding = minerRow({ latest_status: status({ power_w: null }) });
    const totals = farmTotals([minerRow(), hiding, minerRow(), offlineRow()], moment);
    expect(totals).toMatchObject({ freshCount: 3, powerCount: 2, managedCount: 4, powerW: 6160 });
    expect(totals.hashrates).toMatchObject([{ freshCount: 3, powerCount: 2, efficiencyCount: 2 }]);
    expect(sumsText(totals).at(-1)).toBe('6.16 kW (2 of 4)');
    expect(sumsText(farmTotals([minerRow()], moment)).at(-1)).toBe('3.08 kW');
    const { totalOf, powerTip } = appTexts.header;
    expect(powerTip(2, 4)).toBe('Power of 2 of 4 managed miners; that of the others is unknown');
    expect(powerTip(1, 1)).toBe('Power of 1 managed miner');
    // One that is not managed is in no sum, and no sum lacks it.
    const found = offlineRow({ managed: false });
    expect(sumsText(farmTotals([minerRow(), found], moment)).at(-1)).toBe('3.08 kW');
    expect(totalOf(2, 3, null)).toBe('Total of 2 of 3 miners with a current reading; the others do not report it');
    expect(totalOf(3, 3, 'sha256d')).toBe('Total of 3 miners with a current reading (sha256d)');
  });

  it('knows no total where nothing was read', () => {
    const found = offlineRow({ managed: false });
    expect(farmTotals([found], moment)).toMatchObject({ hashrates: [], powerW: null, efficiencyJPerTh: null });
  });

  it('shows 0 of what is expected and no power where all miners died, and asks for more attention, not for less', () => {
    const dead = [offlineRow(), offlineRow()];
    const totals = farmTotals(dead, moment);
    expect(totals.hashrates).toEqual([
      {
        algorithm: 'sha256d',
        hashrateHs: 0,
        expectedHs: 2 * 104e12,
        loweredHs: 0,
        powerW: null,
        efficiencyJPerTh: null,
        freshCount: 0,
        powerCount: 0,
        efficiencyCount: 0,
      },
    ]);
    expect(totals).toMatchObject({ powerW: null, critical: true, counts: { attention: 2, offline: 2, hashing: 0 } });
  });
});

describe('the search', () => {
  const miners = [
    minerRow({ nickname: 'R2-S05-04', ip: '127.77.0.30:8980' }),
    minerRow({ nickname: 'R2-S05-05', model_name: 'Antminer S21', model_alias: 's21' }),
  ];

  it.each([
    ['s05-04', ['R2-S05-04']],
    ['0.30', ['R2-S05-04']],
    ['S21', ['R2-S05-05']],
    ['r2 s21', ['R2-S05-05']],
    ['mining', ['R2-S05-04', 'R2-S05-05']],
    ['029523000001', ['R2-S05-04', 'R2-S05-05']],
    ['  ', ['R2-S05-04', 'R2-S05-05']],
    ['nothing', []],
  ])('finds by "%s"', (text, expected) => {
    expect(names(filterMiners(miners, text, moment))).toEqual(expected);
  });
});

describe('a header count as a query', () => {
  it.each([
    ['', 'offline', 'offline'],
    ['model:s19', 'unmanaged', 'model:s19 managed:no'],
    ['offline', 'offline', ''],
    ['r2 -online  temp>80', 'offline', 'r2 temp>80'],
    ['offline r2', 'attention', 'r2 attention'],
    ['unmanaged', 'unmanaged', ''],
    ['tag:old or rack:A1', 'attention', '(tag:old or rack:A1) attention'],
    ['(tag:old or rack:A1)', 'attention', '(tag:old or rack:A1) attention'],
    ['(tag:old or rack:A1) and attention', 'attention', '(tag:old or rack:A1)'],
    ['model:s19 or model:s21', 'offline', '(model:s19 or model:s21) offline'],
  ] as const)('turns "%s" by %s into "%s"', (text, count, expected) => {
    expect(toggleCount(text, count)).toBe(expected);
    expect(asksForCount(expected, count)).toBe(!asksForCount(text, count));
  });

  it('leaves the other terms as they were typed when one is taken away', () => {
    const text = ' model:S19   "a b"  temp>80';
    const { terms } = parseQuery(text);
    expect(terms.map((term) => withoutTerm(text, term))).toEqual([
      '"a b"  temp>80',
      'model:S19 temp>80',
      'model:S19   "a b"',
    ]);
  });

  it('leaves no joining word and no brackets behind that stand for nothing', () => {
    const without = (text: string, index: number): string => {
      const term = parseQuery(text).terms[index];
      return term === undefined ? text : withoutTerm(text, term);
    };
    expect(without('managed and temp>80 and tag:old', 1)).toBe('managed and tag:old');
    expect(without('managed and temp>80', 0)).toBe('temp>80');
    expect(without('managed and temp>80', 1)).toBe('managed');
    expect(without('((managed) and temp>80)', 0)).toBe('(temp>80)');
    expect(without('managed (temp>80)', 1)).toBe('managed');
    expect(without('managed (tag:old or rack:A1) offline', 1)).toBe('managed offline');
    expect(without('tag:old or (rack:A1 temp>80)', 0)).toBe('');
  });
});

describe('the order of the rows', () => {
  it('sorts numbers in names as numbers', () => {
    const sorted = sortMiners(named('R2-S10', 'R2-S9', 'R1-S11'), { column: 'name', descending: false }, moment);
    expect(names(sorted)).toEqual(['R1-S11', 'R2-S9', 'R2-S10']);
  });

  it('sorts a miner that is offline by its last address', () => {
    const miners = [
      minerRow({ nickname: 'b', ip: '10.1.7.30' }),
      offlineRow({ nickname: 'gone', last_ip: '10.1.7.9' }),
      minerRow({ nickname: 'a', ip: '10.1.7.8' }),
    ];
    expect(names(sortMiners(miners, { column: 'ip', descending: false }, moment))).toEqual(['a', 'gone', 'b']);
  });

  it.each([false, true])('puts what is unknown last (descending: %s)', (descending) => {
    const miners = [
      offlineRow({ nickname: 'gone' }),
      minerRow({ nickname: 'fast', latest_status: status({ hashrate_hs: 200e12 }) }),
      minerRow({ nickname: 'slow', latest_status: status({ hashrate_hs: 90e12 }) }),
    ];
    const sorted = sortMiners(miners, { column: 'hashrate', descending }, moment);
    expect(names(sorted)).toEqual(descending ? ['fast', 'slow', 'gone'] : ['slow', 'fast', 'gone']);
  });

  it('sorts by all that a miner loses, which a farm without pay loses too, and by which its bar is empty', () => {
    const unpaid = minerRow({
      nickname: 'stolen',
      attention: [{ code: 'pool_foreign', severity: 'critical', message: 'Works for others.' }],
    });
    const half = minerRow({
      nickname: 'half',
      rejected_percent: 50,
      attention: [{ code: 'shares_rejected', severity: 'warning', message: 'Rejected.' }],
    });
    const slow = minerRow({ nickname: 'slow', latest_status: status({ hashrate_hs: 84e12 }) });
    const whole = minerRow({ nickname: 'whole' });
    const miners = [slow, whole, unpaid, half];
    expect(names(sortMiners(miners, { column: 'lost', descending: true }, moment))).toEqual([
      'stolen',
      'half',
      'slow',
      'whole',
    ]);
    expect(miners.map((miner) => paidShare(miner, moment)?.toFixed(2))).toEqual(['0.81', '1.00', '0.00', '0.50']);
    expect(names(filterMiners(miners, 'losing', moment))).toEqual(['slow', 'stolen', 'half']);
    expect(fleetCsv([half], ['lost'], moment)).toContain('hashrate_lost_ths,mac\r\n52,');
  });

  it('keeps equals in the order of their names, either way round', () => {
    const sorted = sortMiners(named('b', 'a', 'c'), { column: 'power', descending: true }, moment);
    expect(names(sorted)).toEqual(['a', 'b', 'c']);
  });

  it.each(COLUMN_IDS)('sorts by %s without losing a row', (column) => {
    fc.assert(
      fc.property(fc.array(anyMiner, { maxLength: 20 }), (miners) => {
        const sorted = sortMiners(miners, { column, descending: false }, moment);
        expect(new Set(sorted)).toEqual(new Set(miners));
        expect(sorted).toHaveLength(miners.length);
      }),
      { numRuns: 20 },
    );
  });

  it('leaves rows where they are under the pointer, new ones last and gone ones gone', () => {
    const [a, b, c, d, e] = named('a', 'b', 'c', 'd', 'e') as [Miner, Miner, Miner, Miner, Miner];
    const shown = [c, a, b].map(({ id }) => id);
    const idOf = ({ id }: Miner): string => id;
    const byName = (miners: readonly Miner[]) =>
      sortMiners(miners, { column: 'name', descending: false }, moment).map(({ id }) => id);
    expect(keepOrder(shown, [e, a, d, c], idOf, byName)).toEqual([c, a, d, e].map(({ id }) => id));
    expect(keepOrder(shown, [b, c, a], idOf, byName)).toBe(shown);
  });

  it('turns round on the second click and starts over on another column', () => {
    const once = nextSort({ column: 'name', descending: false }, 'name');
    expect(once).toEqual({ column: 'name', descending: true });
    expect(nextSort(once, 'power')).toEqual({ column: 'power', descending: false });
  });
});

describe('the columns', () => {
  it('are all there when there is room', () => {
    expect(fitColumns(COLUMNS, 3600)).toHaveLength(COLUMN_IDS.length);
  });

  it('leave one after the other when it gets tight, the pool first, and never the name, the hash rate or the switch', () => {
    const hidden = (widthPx: number) => {
      const usual = layoutColumns(DEFAULT_LAYOUT);
      const shown = new Set(fitColumns(usual, widthPx).map(({ id }) => id));
      return usual.map(({ id }) => id).filter((id) => !shown.has(id));
    };
    expect(hidden(1340)).toEqual(['pool']);
    // A window of 1280 px minus the rail.
    expect(hidden(1224)).toEqual(['pool', 'uptime']);
    expect(hidden(10)).not.toEqual(expect.arrayContaining(['name']));
    expect(hidden(10)).not.toEqual(expect.arrayContaining(['managed']));
    // And minus a panel.
    expect(hidden(832)).not.toContain('ip');
    // What is wrong and where to go: a column that is too wide does not take the narrower ones with it.
    const attention = layoutColumns(layoutOf(NO_SAVED_VIEWS, 'attention'));
    expect(fitColumns(attention, 832).map(({ id }) => id)).toEqual([
      'state',
      'name',
      'place',
      'hashrate',
      'power',
      'efficiency',
      'chip_temp',
      'managed',
    ]);
  });

  it('leave no sliver of a word where the state has room for its mark alone', () => {
    const shown = fitColumns(layoutColumns(DEFAULT_LAYOUT), 530);
    expect(gridTemplate(shown, 530).split(' ')[0]).toBe('62px');
  });

  it('say the state in whole words as long as the most important ones have room, then cut, and else by its mark', () => {
    const statePx = (widthPx: number) =>
      fitColumns(layoutColumns(DEFAULT_LAYOUT), widthPx).find(({ id }) => id === 'state')?.widthPx;
    expect([statePx(1224), statePx(834), statePx(560), statePx(480)]).toEqual([168, 168, 136, 62]);
  });
});

describe('a row', () => {
  it('measures the hash rate against what is expected of it', () => {
    expect(hashrateShare(status({ hashrate_hs: 52e12 }))).toBe(0.5);
    expect(hashrateShare(status({ hashrate_expected_hs: null }))).toBeNull();
    expect(hashrateShare(status({ hashrate_expected_hs: 0 }))).toBeNull();
    expect(hashrateShare(null)).toBeNull();
  });

  it('does not judge a miner that is only getting under way', () => {
    expect(shareTone(0.5, false, 'green')).toBe('amber');
    expect(shareTone(0.5, false, 'blue')).toBe('blue');
    expect(shareTone(0.5, true, 'green')).toBe('blue');
    expect(shareTone(0.95, false, 'green')).toBe('green');
  });

  it('names a pool by its host', () => {
    expect(poolHost('stratum+tcp://eu.pool.example:3333')).toBe('eu.pool.example');
    expect(poolHost('eu.pool.example/worker')).toBe('eu.pool.example');
    expect(poolHost('stratum+ssl://[2001:db8::7]:3333#xnsub')).toBe('[2001:db8::7]');
    expect(poolHost('[2001:db8::8]')).toBe('[2001:db8::8]');
    expect(poolHost('')).toBeNull();
  });
});
