import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detailOf, type Farm, manageAll, startFarm, telemetryOf } from '../../fixtures/farm/farm.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { eventually, until } from '../../fixtures/patience.ts';

/**
 * By the last part of their address: the faults of each miner, and the reasons for attention that
 * the program must find.
 */
const MINERS: readonly { readonly faults: readonly string[]; readonly reasons: readonly string[] }[] = [
  { faults: [], reasons: [] },
  { faults: ['throttled'], reasons: [] },
  { faults: ['just-started'], reasons: [] },
  { faults: ['no-watts'], reasons: [] },
  { faults: ['hardly-hashing'], reasons: ['low_hashrate'] },
  { faults: ['protective-stop'], reasons: ['protective_stop'] },
  { faults: ['board-off'], reasons: [] },
  { faults: ['pools-down'], reasons: ['pools_down'] },
  { faults: ['chips-missing'], reasons: ['chips_missing'] },
  { faults: ['board-silent', 'status-text'], reasons: ['board_silent', 'low_hashrate'] },
  { faults: ['board-silent', 'status-none'], reasons: ['board_silent', 'low_hashrate'] },
  { faults: ['other-boards'], reasons: [] },
  { faults: ['old-totals', 'old-chip-names'], reasons: [] },
  { faults: ['throttled-zero'], reasons: [] },
];
/** Set after the miner has been read, because its earlier state matters. */
const FANS_STOPPED = MINERS.length;
const BOARDS_500 = FANS_STOPPED + 1;
const LAST = BOARDS_500;

const net = await claimNet();
const addressOf = (index: number): string => `${net}.9.${index + 1}`;
const reasonsOf = (index: number): string[] => farm.miner(index).attention.map(({ code }) => code);
let farm: Farm;

beforeAll(async () => {
  const faults = MINERS.flatMap(({ faults }, index) => faults.map((name) => `${name}@${addressOf(index)}`));
  farm = await startFarm({
    listen: `${net}.9.1-${net}.9.${LAST + 1}:8982`,
    profile: 's19',
    faults: faults.join(','),
  });
  farm.app.start();
  await until('the first scan', () => farm.app.operations.scans.latest()?.finished_at != null);
  await until('the presets', () => farm.app.operations.models.list().some(({ presets }) => presets.length > 0));
  await manageAll(farm.app);
  await until('a status and boards of each', async () => {
    for (let index = 0; index <= LAST; index++) {
      const { id, latest_status } = farm.miner(index);
      if (latest_status === null) return false;
      const isAtRest = latest_status.state === 'stopped';
      if (!isAtRest && (await telemetryOf(farm.app, id, { limit: 1 })).length === 0) return false;
    }
    return true;
  });
});

afterAll(() => farm.close());

describe('a farm of the miners that operators reported', () => {
  it('needs attention where it does, and nowhere else', async () => {
    const expected = MINERS.map(({ reasons }) => reasons);
    const found = () => MINERS.map((_, index) => reasonsOf(index));
    await eventually(() => expect(found()).toEqual(expected));
  });

  it('shows what is on purpose', () => {
    expect(farm.miner(1).latest_status?.throttled_percent).toBe(60);
    expect(farm.miner(2).settling).toBe(true);
    expect(farm.miner(3).latest_status).toMatchObject({ power_w: null, efficiency_j_per_th: null });
    const throttled = farm.app.operations.anomalies.list().filter(({ code }) => code === 'miner_throttled');
    expect(throttled.map(({ miner_id }) => miner_id)).toEqual([farm.miner(1).id]);
    expect(farm.miner(6).boards_on).toEqual({ on: 2, total: 3 });
    const { hashrate_hs: hashrate, hashrate_expected_hs: expectedHs } = farm.miner(12).latest_status ?? {};
    expect((hashrate ?? 0) / (expectedHs ?? 1)).toBeGreaterThan(0.9);
  });

  it('keeps the boards of each unit apart, under one model code', () => {
    const layoutOf = (index: number) => detailOf(farm.app, farm.miner(index).id)?.board_layout;
    expect(farm.miner(11).model_alias).toBe(farm.miner(0).model_alias);
    expect(layoutOf(0)).toMatchObject({ chains: 3, chips_per_chain: 76 });
    expect(layoutOf(11)).toMatchObject({ chains: 3, chips_per_chain: 126 });
  });

  it('lists the same in what stands out', () => {
    const codesOf = (index: number) =>
      farm.app.operations.anomalies
        .list()
        .filter(({ miner_id, severity }) => miner_id === farm.miner(index).id && severity !== 'notice')
        .map(({ code }) => code);
    expect(codesOf(7)).toEqual(['pools_down']);
    expect(codesOf(8)).toEqual(['board_chips_missing']);
    expect(codesOf(9)).toEqual(['board_zero_hashrate']);
    for (const index of [0, 1, 2, 3, 6, 11, 12]) expect(codesOf(index)).toEqual([]);
  });

  it('finds fans that stopped since, and boards that are not read any more', async () => {
    farm.fleet.miners[FANS_STOPPED]?.injectFault('fans-stopped');
    farm.fleet.miners[BOARDS_500]?.injectFault('boards-500');
    await until('the stopped fans', () => reasonsOf(FANS_STOPPED).includes('fan_lost'));
    expect(detailOf(farm.app, farm.miner(FANS_STOPPED).id)?.lost_fan_ids).toEqual([0, 1, 2, 3]);
    await until('word of the unread boards', () => reasonsOf(BOARDS_500).includes('boards_unread'));
    expect(farm.miner(BOARDS_500).attention[0]?.message).toMatch(/^No board data since .*: .*500/);
    farm.fleet.miners[BOARDS_500]?.clearFaults();
    await until('the boards to be read again', () => reasonsOf(BOARDS_500).length === 0);
  });
});

describe('a hydro miner that reports one fan at rest', () => {
  it('needs no attention, and has no fan that is lost', async () => {
    const hydro = await startFarm({ listen: `${net}.11.1:8982`, profile: 'hydro', faults: 'hydro-fan' });
    try {
      hydro.app.start();
      await until('the presets', () => hydro.app.operations.models.list().some(({ presets }) => presets.length > 0));
      await manageAll(hydro.app);
      await until('a status', () => hydro.miner(0).latest_status !== null);
      const detail = detailOf(hydro.app, hydro.miner(0).id);
      expect(detail?.fans).toMatchObject([{ rpm: 0, status: 'ok' }]);
      expect(detail).toMatchObject({ attention: [], lost_fan_ids: [] });
    } finally {
      await hydro.close();
    }
  });
});

describe('a miner of which half of the shares are rejected', () => {
  it('is found by what came between two readings', async () => {
    // Shares come about every ten seconds: two hundred times as fast, a window of them takes some
    // readings.
    const options = { listen: `${net}.10.1-${net}.10.2:8982`, profile: 's19', timeScale: 200 };
    const fast = await startFarm({ ...options, faults: `shares-rejected@${net}.10.2` });
    try {
      fast.app.start();
      await until('the presets', () => fast.app.operations.models.list().some(({ presets }) => presets.length > 0));
      await manageAll(fast.app);
      await until('the rejected shares', () => fast.miner(1).attention.some(({ code }) => code === 'shares_rejected'));
      expect(fast.miner(1).attention[0]?.message).toMatch(
        /^(Half|49 %|51 %) of its shares are rejected: \d+ of the last \d+\.$/,
      );
      expect(fast.miner(0).attention).toEqual([]);
    } finally {
      await fast.close();
    }
  });
});
