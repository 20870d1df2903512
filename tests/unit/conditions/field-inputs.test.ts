import { describe, expect, it } from 'vitest';
import { fleetCsv } from '../../../src-renderer/features/fleet/fleet-csv.ts';
import { shareTone } from '../../../src-renderer/miner-view/share-tone.ts';
import { SORT_VALUES } from '../../../src-renderer/miner-view/sort-values.ts';
import { hashrateShare } from '../../../src-shared/judging/hashrate.ts';
import { farmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import { deviceModel, JudgedMiner, pool, S19, s19Board, s19Summary } from '../../fixtures/farm/judged-miner.ts';

const mining = (changes: object = {}) => ({
  miner_status: { miner_state: 'mining', miner_state_time: 3600, ...changes },
});
const rate = (ghs: number) => ({ hr_realtime: ghs, hr_average: ghs });
const share = (miner: JudgedMiner) => hashrateShare(miner.row.latest_status);
/** The cells of a column, without the MAC after them. */
const csvColumn = (miner: JudgedMiner, column: 'efficiency' | 'hashrate' | 'condition') =>
  fleetCsv([miner.row], [column], miner.moment).split('\r\n')[1]?.replace(`,${miner.row.id}`, '');

describe('a good miner', () => {
  it('needs no attention, whatever is read from it', () => {
    const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary());
    miner.boards([1, 2, 3].map((id) => s19Board(id)));
    expect(miner.attention).toEqual([]);
    expect(miner.found).toEqual([]);
    expect(miner.state).toEqual({ kind: 'mining', word: 'mining', why: null });
    expect(miner.row.latest_status?.efficiency_j_per_th).toBeCloseTo(29.3, 1);
  });
});

describe('a throttle', () => {
  const throttled = (percent: number, ghs: number) =>
    new JudgedMiner({ firmware: '1.3.4' }).summary(s19Summary({ ...mining({ throttled: percent }), ...rate(ghs) }));

  it('is the plan: 62.6 TH of 104 at 60 % is all of what it may do', () => {
    const miner = throttled(60, 62_600);
    expect(share(miner)).toBeCloseTo(1.003, 3);
    expect(miner.attention).toEqual([]);
    expect(miner.state).toMatchObject({ kind: 'partial', word: 'mining', why: 'Throttled to 60 %' });
    expect(miner.found).toEqual(['miner_throttled: Throttled to 60 %']);
    expect(miner.matches('hashrate>=99%')).toBe(true);
    expect(miner.matches('state:throttled')).toBe(true);
    expect(csvColumn(miner, 'hashrate')).toBe('62.6,62.4');
    expect(shareTone(share(miner), miner.row.settling, 'green')).toBe('green');
  });

  it('hides no miner that does half of what it may', () => {
    const miner = throttled(60, 31_200);
    expect(share(miner)).toBeCloseTo(0.5, 3);
    expect(miner.attention).toEqual(['low_hashrate: Hash rate at 50 % of expected.']);
    expect(throttled(60, 31_000).attention).toEqual(['low_hashrate: Hash rate at 50 % of expected.']);
    expect(miner.matches('hashrate<51%')).toBe(true);
  });

  it('is none at 0 while it hashes fully, nor on a miner that stands', () => {
    expect(throttled(0, 104_000).found).toEqual([]);
    expect(share(throttled(0, 104_000))).toBe(1);
    for (const percent of [0, 100]) {
      const stopped = new JudgedMiner({ firmware: '1.3.3' }).summary(
        s19Summary({ miner_status: { miner_state: 'stopped', throttled: percent }, ...rate(0), hr_nominal: 0 }, []),
      );
      expect(stopped.attention).toEqual([]);
      expect(stopped.state).toEqual({ kind: 'paused', word: 'stopped', why: null });
    }
  });

  it('is read from /status where /summary does not report it', () => {
    const payload = s19Summary({ ...rate(62_600) });
    const deviceState = { miner_state: 'mining', miner_state_time: 3600, throttled: 60 };
    const miner = new JudgedMiner({ firmware: '1.3.3' }).summary(payload, { deviceState });
    expect(share(miner)).toBeCloseTo(1.003, 3);
    expect(miner.attention).toEqual([]);
    const older = new JudgedMiner({ firmware: '1.2.6' }).summary(payload, { deviceState });
    expect(older.attention).toEqual(['low_hashrate: Hash rate at 60 % of expected.']);
  });

  it('is taken from the nominal rate too, where no preset is known', () => {
    const miner = new JudgedMiner({ preset: null, firmware: '1.3.4' });
    miner.summary(s19Summary({ ...mining({ throttled: 60 }), ...rate(62_600) }));
    expect(share(miner)).toBeCloseTo(62.6 / 62.64, 3);
  });
});

describe('the first minutes of mining', () => {
  const allRed = { chip_statuses: { red: 76, orange: 0, grey: 0 } };
  const starting = (seconds: number, ghs: number) =>
    s19Summary({ ...mining({ miner_state_time: seconds }), ...rate(ghs) });

  it('are quiet, whatever the rate: 0, 4, 38, 81, 104 TH at 20 s steps', () => {
    const miner = new JudgedMiner();
    for (const [i, ghs] of [0, 4000, 38_000, 81_000, 104_000].entries()) {
      miner.summary(starting(12 + 20 * i, ghs), { afterS: 20 });
      expect(miner.attention).toEqual([]);
      expect(miner.found).toEqual([]);
      expect(miner.row.settling).toBe(true);
      expect(shareTone(share(miner), miner.row.settling, 'green')).not.toBe('amber');
    }
    miner.summary(starting(260, 104_000), { afterS: 168 });
    expect(miner.row.settling).toBe(false);
  });

  it('are quiet about boards, chips, fans and pools, and loud when they are over', () => {
    const fans = [0, 1, 2, 3].map((id) => ({ id, rpm: id === 1 ? 0 : 4200, status: id === 1 ? 'lost' : 'ok' }));
    const pools = [pool(0, 'offline', 0, 0)];
    const sick = (seconds: number) =>
      s19Summary({
        ...mining({ miner_state_time: seconds }),
        ...rate(0),
        pools,
        cooling: { fans, settings: { mode: { name: 'auto' } } },
        ...allRed,
      });
    const silent = [1, 2, 3].map((id) => s19Board(id, { rate: 0 }));
    const miner = new JudgedMiner().summary(sick(170)).boards(silent);
    expect(miner.attention).toEqual([]);
    expect(miner.found).toEqual([]);
    miner.summary(sick(185)).boards(silent);
    expect(miner.row.attention.map(({ code }) => code)).toEqual(['pools_down', 'not_hashing', 'fan_lost']);
  });

  it('begin again with a restart inside of the state, which sets its clock back', () => {
    const miner = new JudgedMiner().summary(starting(4000, 104_000));
    miner.summary(starting(5, 0));
    expect(miner.attention).toEqual([]);
    miner.summary(starting(190, 0), { afterS: 185 });
    expect(miner.row.attention.map(({ code }) => code)).toEqual(['not_hashing']);
  });

  it('end by our clock too, where the miner has none or its own stands still', () => {
    for (const seconds of [12, undefined]) {
      const miner = new JudgedMiner();
      const silent = s19Summary({ ...mining({ miner_state_time: seconds }), ...rate(0) });
      miner.summary(silent).summary(silent, { afterS: 100 });
      expect(miner.attention).toEqual([]);
      miner.summary(silent, { afterS: 90 });
      expect(miner.row.attention.map(({ code }) => code)).toEqual(['not_hashing']);
    }
  });
});

describe('an efficiency', () => {
  it.each([
    ['0 W at 34 TH', { ...rate(34_000), power_consumption: 0, power_usage: 0 }, [{ rate: 34_000 }]],
    ['0.5 TH at 3010 W', { ...rate(500), power_consumption: 3010 }, [{}, {}, {}]],
    [
      '0.5 TH at 3010 W, after a good average',
      { hr_realtime: 500, hr_average: 104_000, power_consumption: 3010 },
      [{}, {}, {}],
    ],
  ])('of %s is unknown everywhere', (_, changes, boards) => {
    const chains = (s19Summary({}, boards) as { miner: { chains: object[] } }).miner.chains;
    const unpowered =
      changes.power_consumption === 0 ? chains.map((chain) => ({ ...chain, power_consumption: 0 })) : chains;
    const miner = new JudgedMiner().summary(s19Summary({ ...changes, chains: unpowered }));
    expect(miner.row.latest_status?.efficiency_j_per_th).toBeNull();
    expect(SORT_VALUES.efficiency(miner.row, momentOf(miner.nowMs, 15))).toBeNull();
    expect(csvColumn(miner, 'efficiency')).toBe('');
    expect(miner.matches('efficiency>0')).toBe(false);
    expect(miner.matches('efficiency<100000')).toBe(false);
    expect(farmTotals([miner.row], miner.moment).efficiencyJPerTh).toBeNull();
    const good = new JudgedMiner().summary(s19Summary({ ...rate(104_000) }));
    expect(
      farmTotals([miner.row, { ...good.row, id: '02:95:23:00:00:02' }], miner.moment).efficiencyJPerTh,
    ).toBeCloseTo(29.3, 1);
  });

  it('is that of now while the average still has the time before the start', () => {
    const miner = new JudgedMiner().summary(
      s19Summary({ hr_realtime: 104_000, hr_average: 52_000, power_consumption: 3050 }),
    );
    expect(miner.row.latest_status?.efficiency_j_per_th).toBeCloseTo(29.3, 1);
    expect(csvColumn(miner, 'efficiency')).toMatch(/^29\.3/);
    expect(miner.matches('efficiency<30')).toBe(true);
  });

  it('agrees with the rate and the power that stand beside it, also a little after a start', () => {
    const miner = new JudgedMiner().summary(
      s19Summary({ hr_realtime: 100_400, hr_average: 90_900, power_consumption: 2973 }),
    );
    expect(csvColumn(miner, 'efficiency')).toBe('29.61');
    expect(miner.matches('efficiency<30')).toBe(true);
  });

  it('has no part in it: no watts with a hash rate are no measurement', () => {
    const chains = [{ id: 1, hashrate_rt: 34_000, power_consumption: 980, status: { state: 'mining' } }];
    const miner = new JudgedMiner().summary(s19Summary({ ...rate(34_000), power_consumption: 0, chains }));
    expect(miner.row.latest_status?.power_w).toBe(980);
  });
});

describe('a stop', () => {
  const stopped = (status: object) =>
    new JudgedMiner().summary(s19Summary({ miner_status: status, ...rate(0), hr_nominal: 0 }, []));

  it('that the firmware made to protect itself needs attention, in its words', () => {
    const miner = stopped({ miner_state: 'stopped', description: 'Water temperature too low', failure_code: 0 });
    expect(miner.attention).toEqual(['protective_stop: Water temperature too low.']);
    expect(miner.state).toEqual({ kind: 'failed', word: 'protective stop', why: 'Water temperature too low.' });
    expect(miner.matches('attention')).toBe(true);
    expect(miner.stateWords).toContain('stopped');
  });

  it('that the operator made does not', () => {
    const miner = stopped({ miner_state: 'stopped', failure_code: 0 });
    expect(miner.attention).toEqual([]);
    expect(miner.matches('attention')).toBe(false);
  });

  it('before the start, which hydro units refuse below a water temperature, is one too', () => {
    const cold = stopped({ miner_state: 'initializing', description: 'Water temperature too low', failure_code: 0 });
    expect(cold.attention).toEqual(['protective_stop: Water temperature too low.']);
    expect(stopped({ miner_state: 'initializing', description: 'Cooling down the miner' }).attention).toEqual([]);
    expect(stopped({ miner_state: 'initializing' }).attention).toEqual([]);
  });

  it('with a failure code of 0 names no code', () => {
    const failed = stopped({ miner_state: 'failure', description: 'Chain break detected', failure_code: 0 });
    expect(failed.attention).toEqual(['failure: Failed: Chain break detected']);
    // The failure is not reported twice.
    const twice = stopped({ miner_state: 'failure', description: 'Failed to parse it', failure_code: 1002 });
    expect(twice.attention).toEqual(['failure: Failed to parse it (code 1002)']);
  });
});

describe('a board that is switched off', () => {
  const off = { rate: 0, state: { state: 'disabled' }, chips: 3 };
  it('is the plan: two thirds are expected of the other two', () => {
    const miner = new JudgedMiner().summary(s19Summary({ ...rate(69_400) }, [{}, {}, off]));
    expect(share(miner)).toBeCloseTo(69.4 / 69.33, 2);
    expect(miner.attention).toEqual([]);
    expect(miner.found).toEqual([]);
    expect(miner.row.boards_on).toEqual({ on: 2, total: 3 });
    expect(miner.state).toEqual({ kind: 'partial', word: 'mining', why: '2 of 3 boards on' });
    miner.boards([s19Board(1), s19Board(2), s19Board(3, { rate: 0, status: { state: 'disabled' } })]);
    expect(miner.found).toEqual([]);
  });

  it('excuses neither a board that failed nor the ones that are on', () => {
    const broken = { rate: 0, state: { state: 'disconnected', description: 'chain not detected' }, chips: 3 };
    const failed = new JudgedMiner().summary(s19Summary({ ...rate(69_400) }, [{}, {}, broken]));
    expect(failed.attention).toEqual([
      'board_failed: Board 3 not detected.',
      'low_hashrate: Hash rate at 67 % of expected.',
    ]);
    const slow = new JudgedMiner().summary(s19Summary({ ...rate(52_000) }, [{ rate: 26_000 }, { rate: 26_000 }, off]));
    expect(slow.attention).toEqual(['low_hashrate: Hash rate at 75 % of expected.']);
  });
});

describe('the pools', () => {
  const withPools = (...pools: object[]) => new JudgedMiner().summary(s19Summary({ pools }));
  const fee = { ...pool(9, 'active', 20, 0), url: 'DevFee', pool_type: 'DevFee' };

  it('need attention when none of them takes work', () => {
    expect(
      withPools(pool(0, 'offline', 1, 0), pool(1, 'offline', 1, 0), pool(2, 'offline', 1, 0), fee).attention,
    ).toEqual(['pools_down: All 3 pools are offline.']);
    expect(withPools(pool(0, 'rejecting', 1, 0), fee).attention).toEqual([
      'pools_down: Its only pool rejects its work.',
    ]);
    expect(withPools(pool(0, 'offline', 1, 0), pool(1, 'rejecting', 1, 0), fee).attention).toEqual([
      'pools_down: Both pools are offline or reject its work.',
    ]);
    expect(withPools(pool(0, 'offline', 1, 0), pool(1, 'disabled', 1, 0), fee).found).toEqual([
      'pools_down: Its only pool is offline',
    ]);
    expect(withPools(fee).attention).toEqual(['pools_down: No pool is set: it mines for the firmware fee only.']);
  });

  it('need no attention while one works, or nothing is known of them', () => {
    expect(withPools(pool(0, 'offline', 1, 0), pool(1, 'working', 1, 0), fee).attention).toEqual([]);
    expect(withPools(pool(0, 'unknown', 1, 0), fee).attention).toEqual([]);
    expect(withPools().attention).toEqual([]);
  });

  it('are in its row, also the ones on standby and without the fee pool', () => {
    const { row } = withPools(pool(0, 'active', 1, 0), pool(1, 'working', 0, 0), fee);
    expect(row.pool_urls).toEqual(['pool0.example.net:3333', 'pool1.example.net:3333']);
    expect(withPools(fee).row.pool_urls).toEqual([]);
  });

  it('are not the fee pool, which is never the pool of the miner', () => {
    const { latest_status: status } = withPools(fee, pool(1, 'working', 1, 0)).row;
    expect(status?.pool_url).toBe('pool1.example.net:3333');
    expect(withPools(fee).row.latest_status?.pool_url).toBeNull();
  });

  it('reject half of the shares: by what came between two readings, never by what a life has counted', () => {
    const miner = withPools(pool(0, 'active', 100, 95));
    expect(miner.attention).toEqual([]);
    miner.summary(s19Summary({ pools: [pool(0, 'active', 153, 148)] }));
    expect(miner.attention).toEqual(['shares_rejected: Half of its shares are rejected: 53 of the last 106.']);
    expect(miner.anomalies).toMatchObject([{ code: 'shares_rejected', severity: 'warning' }]);
    miner.summary(s19Summary({ pools: [pool(0, 'active', 270, 149)] }));
    expect(miner.attention).toEqual([]);
  });

  it('are a figure of its row: of the last hour or the last thousand shares, once there are enough', () => {
    const miner = withPools(pool(0, 'active', 1000, 500));
    const more = (accepted: number, rejected: number, afterS = 60) =>
      miner.summary(s19Summary({ pools: [pool(0, 'active', accepted, rejected)] }), { afterS }).row.rejected_percent;
    expect(more(1040, 509)).toBeNull();
    expect(more(1098, 512)).toBeCloseTo((12 / 110) * 100);
    expect(more(1990, 520)).toBeCloseTo((20 / 1010) * 100);
    // The next thousand is not rated before fifty of it exist.
    expect(more(2030, 520)).toBeCloseTo((20 / 1010) * 100);
    expect(more(2190, 520)).toBe(0);
    // A restarted mining process counts from 0.
    expect(more(5, 0)).toBeNull();
  });

  it('are judged by enough shares only, and never across a restart or by the fee', () => {
    const few = withPools(pool(0, 'active', 100, 95)).summary(s19Summary({ pools: [pool(0, 'active', 110, 105)] }));
    expect(few.attention).toEqual([]);
    few.summary(s19Summary({ pools: [pool(0, 'active', 130, 120)] }));
    expect(few.attention).toEqual(['shares_rejected: 45 % of its shares are rejected: 25 of the last 55.']);
    const restarted = withPools(pool(0, 'active', 100, 95)).summary(s19Summary({ pools: [pool(0, 'active', 60, 60)] }));
    expect(restarted.attention).toEqual([]);
    const fees = (accepted: number, rejected: number) => [pool(0, 'active', 1000, 0), { ...fee, accepted, rejected }];
    const feeOnly = withPools(...fees(0, 0)).summary(s19Summary({ pools: fees(0, 500) }));
    expect(feeOnly.attention).toEqual([]);
  });
});

describe('figures that stand still', () => {
  it('for many minutes while it says that it mines are not of now', () => {
    const miner = new JudgedMiner();
    const same = s19Summary();
    for (let i = 0; i <= 20; i++) miner.summary(s19Summary({}, undefined, i));
    for (let i = 0; i < 36; i++) miner.summary(same);
    expect(miner.attention).toEqual([]);
    expect(farmTotals([miner.row], miner.moment).freshCount).toBe(1);
    for (let i = 0; i < 6; i++) miner.summary(same);
    expect(miner.attention).toEqual(['figures_frozen: Figures unchanged since 14:05.']);
    expect(miner.anomalies).toMatchObject([{ code: 'figures_frozen', severity: 'critical' }]);
    expect(miner.state).toEqual({
      kind: 'failed',
      word: 'figures frozen',
      why: 'Figures unchanged since 14:05.',
    });
    expect(farmTotals([miner.row], miner.moment)).toMatchObject({ freshCount: 0, powerW: null, hashrates: [] });
    expect(miner.matches('hashrate>1')).toBe(false);
    expect(miner.matches('state:frozen attention')).toBe(true);
    expect(csvColumn(miner, 'hashrate')).toBe(',');
    miner.summary(s19Summary({}, undefined, 99));
    expect(miner.attention).toEqual([]);
    expect(farmTotals([miner.row], miner.moment).freshCount).toBe(1);
  });

  it('are so too where its clock alone goes on', () => {
    const miner = new JudgedMiner();
    for (let i = 0; i < 45; i++) miner.summary(s19Summary(mining({ miner_state_time: 3600 + i * 15 })));
    expect(miner.row.attention.map(({ code }) => code)).toEqual(['figures_frozen']);
  });

  it('are what a stopped miner has', () => {
    const miner = new JudgedMiner();
    const stopped = s19Summary({ miner_status: { miner_state: 'stopped' }, ...rate(0) }, []);
    for (let i = 0; i < 50; i++) miner.summary(stopped);
    expect(miner.attention).toEqual([]);
    expect(farmTotals([miner.row], miner.moment).freshCount).toBe(1);
  });
});

describe('fans', () => {
  const cooling = (mode: string, fans: object[]) => ({
    cooling: { fan_num: 0, fans, settings: { mode: { name: mode } } },
  });
  const lost = [0, 1, 2, 3].map((id) => ({ id, rpm: 0, status: 'lost', max_rpm: 6000 }));

  it('that have all stopped on an air-cooled miner are lost', () => {
    const miner = new JudgedMiner().summary(s19Summary()).summary(s19Summary(cooling('auto', lost)));
    expect(miner.attention).toEqual(['fan_lost: All 4 fans stopped.']);
    expect(miner.detail.lost_fan_ids).toEqual([0, 1, 2, 3]);
  });

  it('that have all stopped are lost also after PowerHive was started again', () => {
    const stopped = s19Summary(cooling('auto', lost));
    const miner = new JudgedMiner().summary(s19Summary()).summary(stopped).restart().summary(stopped);
    expect(miner.attention).toEqual(['fan_lost: All 4 fans stopped.']);
  });

  it.each(['immersion', 'immers'])('are none in %s', (mode) => {
    const miner = new JudgedMiner().summary(s19Summary()).summary(s19Summary(cooling(mode, lost)));
    expect(miner.attention).toEqual([]);
    expect(miner.detail.lost_fan_ids).toEqual([]);
  });

  it('that were never seen turning are not lost', () => {
    expect(new JudgedMiner().summary(s19Summary(cooling('auto', lost))).attention).toEqual([]);
  });

  it('of a hydro unit are neither lost nor red', () => {
    const hydro = new JudgedMiner({ model: { ...S19, name: 'Antminer S21+ Hydro' } }).summary(s19Summary());
    hydro.summary(s19Summary(cooling('auto', [{ id: 0, rpm: 0, status: 'ok', max_rpm: 6500 }])));
    expect(hydro.detail.lost_fan_ids).toEqual([]);
    hydro.summary(s19Summary(cooling('auto', lost)));
    expect(hydro.attention).toEqual([]);
  });

  it('without a word of their own are lost at 0 rpm beside others that turn', () => {
    const old = [5400, 0, 5400, 5400].map((rpm, id) => ({ id, rpm }));
    expect(new JudgedMiner().summary(s19Summary(cooling('auto', old))).attention).toEqual([
      'fan_lost: Fan 2 of 4 stopped.',
    ]);
  });
});

describe('a board that shows 57 of 76 chips', () => {
  const says = 'board_chips_missing: Board 2 shows 57 of 76 chips';
  it('is a warning that says so, from its list of chips', () => {
    const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary());
    miner.boards([s19Board(1), s19Board(2, { chips: 57 }), s19Board(3)]);
    expect(miner.found).toEqual([says]);
    expect(miner.anomalies[0]).toMatchObject({ severity: 'warning', chain_id: 2, value: 57 });
    expect(miner.attention).toEqual(['chips_missing: Board 2 shows 57 of 76 chips.']);
  });

  it('is one where the grades of the summary add up to 57', () => {
    const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary({}, [{}, { chips: 57 }, {}]));
    expect(miner.found).toEqual([says]);
    miner.boards([s19Board(1), s19Board(2, { chips: 57 }), s19Board(3)]);
    expect(miner.found).toEqual([says]);
  });
});

describe('three boards that all report the number 0', () => {
  const sameNumber = (third: object) => [s19Board(0), s19Board(0), third];
  const summary = { chains: [0, 0, 0].map((id) => ({ id, hashrate_rt: 34_700, status: { state: 'mining' } })) };
  const NOTICE = 'board_numbers: Boards report the same number: the 3 boards are numbered by their order';

  it('are three boards, distinguished by their order, and it is said', () => {
    const miner = new JudgedMiner()
      .device(deviceModel(76))
      .summary(s19Summary(summary))
      .boards(sameNumber(s19Board(0)));
    expect(miner.detail.chains.map(({ chain_id }) => chain_id)).toEqual([1, 2, 3]);
    expect(miner.found).toEqual([NOTICE]);
    expect(miner.attention).toEqual([]);
  });

  it('have each their own faults', () => {
    const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary(summary));
    miner.boards(sameNumber(s19Board(0, { rate: 0 })));
    expect(miner.found).toEqual(['board_zero_hashrate: Board 3 not hashing (all 76 chips)', NOTICE]);
  });
});

describe('a board whose status is bare text or missing', () => {
  it.each([['mining' as unknown], [null]])('is found when it is silent: %s', (status) => {
    const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary({ chains: [], ...rate(104_000) }));
    miner.boards([1, 2, 3].map((id) => s19Board(id, { status, rate: id === 3 ? 0 : 34_700 })));
    expect(miner.attention).toEqual(['board_silent: Board 3 not hashing (all 76 chips).']);
  });

  it('is as switched off as the summary says', () => {
    const off = { rate: 0, state: 'disabled', chips: 3 };
    const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary({ ...rate(69_400) }, [{}, {}, off]));
    miner.boards([1, 2, 3].map((id) => s19Board(id, { status: null, rate: id === 3 ? 0 : 34_700 })));
    expect(miner.attention).toEqual([]);
  });

  it('is found by the summary alone too', () => {
    const miner = new JudgedMiner().summary(s19Summary({ ...rate(98_000) }, [{}, {}, { rate: 0, state: null }]));
    expect(miner.attention).toEqual(['board_silent: Board 3 not hashing.']);
  });
});

describe('a silent board', () => {
  const board = (state: string) => s19Board(3, { rate: 0, status: { state } });
  const others = [s19Board(1), s19Board(2)];

  it.each(['unknown', 'stopped', 'initializing'])('is named beside boards that hash, in the state %s', (state) => {
    const low = { hr_nominal: 69_600 };
    for (const preset of ['3050', null]) {
      const miner = new JudgedMiner({ preset }).summary(s19Summary(low, [{}, {}, { rate: 0, state }]));
      expect(miner.attention[0]).toBe('board_silent: Board 3 not hashing.');
      miner.boards([...others, board(state)]);
      expect(miner.attention[0]).toBe('board_silent: Board 3 not hashing (all 76 chips).');
    }
  });

  it('is not said in the first minutes, nor of a board with a reason of its own', () => {
    const early = new JudgedMiner().summary(
      s19Summary(mining({ miner_state_time: 60 }), [{}, {}, { rate: 0, state: 'initializing' }]),
    );
    expect(early.boards([...others, board('initializing')]).attention).toEqual([]);
    for (const state of ['disabled', 'failure', 'disconnected']) {
      const miner = new JudgedMiner().summary(s19Summary({}, [{}, {}, { rate: 0, state }]));
      miner.boards([...others, board(state)]);
      expect(miner.attention.join()).not.toContain('board_silent');
    }
  });
});

describe('boards that are not read any more', () => {
  it('make no news of what they reported, and say since when and why', () => {
    const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary());
    miner.boards([s19Board(1), s19Board(2), s19Board(3, { rate: 0 })]);
    expect(miner.row.attention.map(({ code }) => code)).toEqual(['board_silent']);
    const why = 'GET /api/v1/chains at 10.0.0.5 answered 500';
    for (let minute = 0; minute < 120; minute++) {
      miner.summary(s19Summary({}, undefined, minute), { afterS: 60 }).boardsFail(why);
    }
    expect(miner.found).toEqual([`boards_unread: No board data since 14:00: ${why}`]);
    expect(miner.attention).toEqual([`boards_unread: No board data since 14:00: ${why}.`]);
    expect(miner.row.findings).toEqual({ critical: 0, warning: 1, notice: 0 });
    miner.boards([1, 2, 3].map((id) => s19Board(id))).summary(s19Summary());
    expect(miner.attention).toEqual([]);
  });

  it('are no trouble for one try, nor for two within three intervals', () => {
    const miner = new JudgedMiner().summary(s19Summary()).boards([s19Board(1), s19Board(2), s19Board(3, { rate: 0 })]);
    miner.summary(s19Summary(), { afterS: 120 }).boardsFail('answered 500');
    expect(miner.row.attention.map(({ code }) => code)).toEqual(['board_silent']);
    miner.boardsFail('answered 500').summary(s19Summary({}, undefined, 1));
    expect(miner.row.attention.map(({ code }) => code)).toEqual(['board_silent']);
    miner.summary(s19Summary({}, undefined, 2), { afterS: 60 });
    expect(miner.row.attention.map(({ code }) => code)).toEqual(['boards_unread']);
  });
});

describe('two machines of one alias', () => {
  it('have each its own boards', () => {
    const large = new JudgedMiner().device(deviceModel(126));
    large.summary(s19Summary({}, [{ chips: 126 }, { chips: 126 }, { chips: 126 }]));
    large.boards([1, 2, 3].map((id) => s19Board(id, { chips: 126 })));
    expect(large.attention).toEqual([]);
    expect(large.detail.board_layout).toMatchObject({ chains: 3, chips_per_chain: 126 });
    const small = new JudgedMiner().device(deviceModel(76)).summary(s19Summary());
    small.boards([1, 2, 3].map((id) => s19Board(id)));
    expect(small.attention).toEqual([]);
    expect(small.detail.board_layout).toMatchObject({ chips_per_chain: 76 });
    const two = new JudgedMiner().device(deviceModel(76, 2)).summary(s19Summary({ ...rate(69_400) }, [{}, {}]));
    expect(two.found).toEqual([]);
  });

  it('are not counted against what another reported of the model', () => {
    const unknown = new JudgedMiner({ model: { ...S19, chips_per_chain: 126 } }).summary(s19Summary());
    unknown.boards([1, 2, 3].map((id) => s19Board(id)));
    expect(unknown.attention).toEqual([]);
    // A unit of two boards whose own model was not read yet.
    const two = new JudgedMiner().summary(s19Summary({ ...rate(69_400), hr_nominal: 69_600 }, [{}, {}]));
    expect(two.attention.filter((words) => words.startsWith('board_missing'))).toEqual([]);
    expect(two.row.boards_on).toEqual({ on: 2, total: 2 });
  });

  it('miss a board by their own word, and still do so after PowerHive was started again', () => {
    const missing = ({ conditions }: JudgedMiner) => conditions.filter(({ code }) => code === 'board_missing');
    const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary());
    miner.summary(s19Summary({}, [{}, {}], 1));
    const since = { code: 'board_missing', message: 'Board 3 of 3 is missing', since_at: miner.nowMs };
    expect(missing(miner)).toMatchObject([since]);
    expect(missing(miner.restart())).toMatchObject([since]);
    expect(missing(miner.summary(s19Summary({}, [{}, {}], 2)))).toMatchObject([since]);
    // It reports that it has two.
    miner.device(deviceModel(76, 2)).summary(s19Summary({}, [{}, {}], 3));
    expect(missing(miner)).toEqual([]);
  });

  it('promise different rates under one preset: each is compared with its own', () => {
    const perf = { current_preset: { name: '3050', pretty: '3050 watt ~ 118 TH', status: 'tuned' } };
    const miner = new JudgedMiner().device(deviceModel(76));
    const expected = () => miner.row.latest_status?.hashrate_expected_hs;
    miner.summary(s19Summary(rate(98_000)));
    // Not read yet: the figure of another unit of the model is all that is known.
    expect(expected()).toBe(104e12);
    for (let tick = 1; tick <= 8; tick++) {
      miner.summary(s19Summary(rate(98_000), [{}, {}, {}], tick), { perf: tick % 4 === 1 ? perf : null });
      expect(expected()).toBe(118e12);
      expect(miner.attention).toEqual(['low_hashrate: Hash rate at 83 % of expected.']);
    }
    // A response without the nominal rate does not remove it.
    miner.summary(s19Summary(rate(98_000), [{}, {}, {}], 9), { perf: { current_preset: { name: '3050' } } });
    expect(expected()).toBe(118e12);
    miner.restart().summary(s19Summary(rate(98_000), [{}, {}, {}], 10));
    expect(expected()).toBeCloseTo(118e12, -6);
    const other = { current_preset: { name: '2800', pretty: '2800 watt ~ 99 TH', status: 'tuned' } };
    miner.summary(s19Summary(rate(98_000), [{}, {}, {}], 11), { perf: other });
    expect(miner.attention).toEqual([]);
  });

  it('keep the promise of their preset over a restart, whatever is switched off or throttled', () => {
    const perf = { current_preset: { name: '3050', pretty: '3050 watt ~ 118 TH', status: 'tuned' } };
    const off = [{}, {}, { rate: 0, state: 'disabled' }];
    const miner = new JudgedMiner({ firmware: '1.3.4' })
      .summary(s19Summary(mining({ throttled: 60 }), off), { perf })
      .restart();
    // With what it would hash without these; a missing board is not switched off.
    expect(miner.row.lowered?.boards).toEqual({ on: 2, total: 3 });
    expect((miner.row.lowered?.full_hashrate_hs ?? 0) / 1e12).toBeCloseTo(118, 6);
    expect(new JudgedMiner().device(deviceModel(76)).summary(s19Summary({}, [{}, {}])).row.lowered).toBeNull();
    miner.summary(s19Summary({}, [{}, {}, {}], 1));
    expect((miner.row.latest_status?.hashrate_expected_hs ?? 0) / 1e12).toBeCloseTo(118, 6);
    // Its nominal rate is not that of a preset.
    const untold = new JudgedMiner({ preset: 'untold' }).summary(s19Summary()).restart();
    untold.summary(s19Summary({ hr_nominal: 90_000 }, [{}, {}, {}], 1));
    expect(untold.row.latest_status?.hashrate_expected_hs).toBe(90e12);
  });
});

describe('a miner that tunes, for hours', () => {
  const LOST_FAN = {
    fan_num: 4,
    fan_duty: 100,
    fans: [0, 1, 2, 3].map((id) => ({ id, rpm: id === 0 ? 0 : 4200, status: id === 0 ? 'lost' : 'ok', max_rpm: 6000 })),
    settings: { mode: { name: 'auto' } },
  };
  const tuning = (seconds: number) => ({ miner_status: { miner_state: 'auto-tuning', miner_state_time: seconds } });
  const hot = (c: number) => ({ chip_temp: { min: 60, max: c } });
  const words = ({ attention }: JudgedMiner) => attention.map((one) => one.split(':')[0]);

  it('is judged in all but its rates and chips', () => {
    const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary());
    const faults = { ...hot(104), cooling: LOST_FAN, pools: [pool(0, 'offline', 5, 0)] };
    const boards = [{ rate: 9000 }, { chips: 57 }, { rate: 0, state: 'failure' }];
    for (let minute = 0; minute < 30; minute++) {
      miner.summary(s19Summary({ ...tuning(60 * minute), ...faults }, boards, minute), { afterS: 60 });
    }
    expect(words(miner)).toEqual(['pools_down', 'board_failed', 'fan_lost', 'hot', 'cooling_at_limit']);
    expect(miner.state).toMatchObject({ kind: 'failed' });
    miner.boards([
      s19Board(1, { rate: 9000 }),
      s19Board(2, { chips: 57 }),
      s19Board(3, { rate: 0, status: { state: 'failure' } }),
    ]);
    expect(words(miner)).toEqual(['pools_down', 'board_failed', 'fan_lost', 'hot', 'cooling_at_limit']);
    const less = new JudgedMiner().device(deviceModel(76));
    expect(words(less.summary(s19Summary({ ...tuning(1900), ...rate(40_000) }, [{ rate: 9000 }, {}])))).toEqual([
      'board_missing',
    ]);
    miner.boards([1, 2, 3].map((id) => s19Board(id, { rate: 9000 })));
    miner.summary(s19Summary({ ...tuning(1960), ...rate(40_000) }, [{ rate: 9000 }, {}, {}], 41));
    expect(words(miner)).toEqual([]);
    expect(miner.open).toEqual([]);
  });

  it('is not judged in its first minutes but for its heat, and what was wrong before is not over', () => {
    const miner = new JudgedMiner().device(deviceModel(76)).summary(s19Summary());
    miner.summary(s19Summary({ ...hot(97), cooling: LOST_FAN, ...rate(50_000) }, [{}, {}, {}], 1));
    const before = miner.open.map(({ code, since_at }) => ({ code, since_at }));
    expect(before.map(({ code }) => code).sort()).toEqual(['fan_lost', 'hot', 'low_hashrate']);
    miner.summary(s19Summary({ ...tuning(10), ...hot(97), ...rate(50_000) }, [{}, {}, {}], 2));
    expect(words(miner)).toEqual(['hot']);
    expect(miner.row.settling).toBe(true);
    const after = miner.open.map(({ code, since_at }) => ({ code, since_at }));
    expect(after).toEqual(expect.arrayContaining(before));
    miner.summary(s19Summary({ ...tuning(200), ...rate(50_000) }, [{}, {}, {}], 3), { afterS: 190 });
    expect(miner.row.settling).toBe(false);
    expect(miner.open.map(({ code }) => code)).toEqual(['low_hashrate']);
  });

  it('keeps over its start that it was hot, which nothing shows meanwhile', () => {
    const miner = new JudgedMiner().summary(s19Summary()).summary(s19Summary(hot(97), [{}, {}, {}], 1));
    const since = miner.nowMs;
    miner.summary(s19Summary({ miner_status: { miner_state: 'restarting', miner_state_time: 1 } }, []));
    expect(words(miner)).toEqual([]);
    miner.summary(s19Summary({ ...tuning(10), ...hot(97) }, [{}, {}, {}], 2));
    expect(miner.open).toMatchObject([{ code: 'hot', since_at: since }]);
  });
});

describe('a state that is not known here', () => {
  const idle = (state: string) =>
    new JudgedMiner().summary(s19Summary({ miner_status: { miner_state: state, miner_state_time: 3600 }, ...rate(0) }));

  it('is shown in the word of the firmware, and not as mining', () => {
    expect(idle('warming_up').found).toEqual(['miner_zero_hashrate: State "warming-up", but 0 TH/s']);
    expect(idle('mining').found).toEqual(['miner_zero_hashrate: Mining, but 0 TH/s']);
    expect(idle('running').found).toEqual(['miner_zero_hashrate: Mining, but 0 TH/s']);
  });
});
