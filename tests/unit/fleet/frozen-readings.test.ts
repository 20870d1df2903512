import { describe, expect, it } from 'vitest';
import type { StatusReading } from '../../../src-main/drivers/readings.ts';
import type { StatusRecord } from '../../../src-main/store/store.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { storedMiner, storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { aStatus } from '../store/farm-fixture.ts';

const MINER = '02:95:23:00:00:01';

describe('what is recorded of a miner whose figures stand still', () => {
  it('is that it responded, and none of the figures, until they move again', async () => {
    const clock = new ManualClock();
    const recorded: StatusRecord[] = [];
    const boardsAt: number[] = [];
    const history = {
      status: (record: StatusRecord) => void recorded.push(record),
      boards: ({ recorded_at }: { recorded_at: number }) => void boardsAt.push(recorded_at),
    };
    const fleet = await memoryFleet(clock, [storedMiner()], [storedModel()], { history });
    const { figures, fans, chains, pools } = aStatus(1, 0);
    const { preset: _, hashrate_expected_hs: __, uptime_s: ___, ...measured } = figures;
    const reading = (hashrate_hs: number): StatusReading =>
      ({ ...measured, hashrate_hs, fans, chains, pools }) as StatusReading;
    const poll = async (hashrate_hs: number): Promise<void> => {
      await clock.advance(MINUTE_MS);
      fleet.readings.recordStatus(MINER, reading(hashrate_hs), null);
      fleet.readings.recordBoards(MINER, { chains: [], found: [] });
    };
    for (let minute = 0; minute < 15; minute++) await poll(90e12);
    await poll(91e12);
    const rates = recorded.map(({ figures }) => figures.hashrate_hs);
    expect(rates.slice(0, 10)).toEqual(new Array(10).fill(90e12));
    expect(rates.slice(10)).toEqual([null, null, null, null, null, 91e12]);
    // Chips are not recorded during this time either, because they are not measured.
    const statusAt = recorded.map(({ recorded_at }) => recorded_at);
    expect(boardsAt).toEqual([...statusAt.slice(0, 10), ...statusAt.slice(15)]);
    const frozen = recorded[12];
    expect(frozen).toMatchObject({
      figures: { state: 'mining', power_w: null, chip_temp_max_c: null, pool_url: figures.pool_url },
      pools,
    });
    expect(frozen?.chains.map(({ chain_id, hashrate_hs, power_w }) => [chain_id, hashrate_hs, power_w])).toEqual(
      chains.map(({ chain_id }) => [chain_id, null, null]),
    );
    expect(frozen?.fans.every(({ rpm }) => rpm === null)).toBe(true);
    // The row still shows the values of the miner, with a mark.
    expect(fleet.miner(MINER)?.latest_status?.hashrate_hs).toBe(91e12);
  });

  it('is the same after a restart of PowerHive, until two readings differ', async () => {
    const clock = new ManualClock();
    const frozenAt = clock.nowMs() - 60 * MINUTE_MS;
    const { figures, ...rest } = aStatus(1, clock.nowMs() - MINUTE_MS);
    const written = { ...rest, figures: { ...figures, hashrate_hs: null, power_w: null }, miner_id: MINER, id: 1 };
    const rates: (number | null)[] = [];
    const ended: string[] = [];
    const fleet = await memoryFleet(
      clock,
      [storedMiner({ conditions_since: { 'figures_frozen ': frozenAt } })],
      [storedModel()],
      {
        history: { status: (record) => void rates.push(record.figures.hashrate_hs), boards: () => undefined },
        onConditions: (_, changed) => void ended.push(...changed.ended.map(({ code }) => code)),
      },
      new Map([[MINER, written]]),
    );
    const { preset: _, hashrate_expected_hs: __, uptime_s: ___, ...measured } = figures;
    const poll = async (hashrate_hs: number): Promise<void> => {
      await clock.advance(15_000);
      fleet.readings.recordStatus(MINER, { ...rest, ...measured, hashrate_hs } as unknown as StatusReading, null);
    };
    expect(fleet.miner(MINER)?.figures_unchanged_since_at).toBe(frozenAt);
    await poll(90e12);
    await poll(90e12);
    expect(fleet.miner(MINER)?.figures_unchanged_since_at).toBe(frozenAt);
    expect(ended).toEqual([]);
    await poll(91e12);
    expect(fleet.miner(MINER)?.figures_unchanged_since_at).toBeNull();
    expect(rates).toEqual([null, null, 91e12]);
  });
});
