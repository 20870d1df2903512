import { afterEach, describe, expect, it } from 'vitest';
import { BY_TESTER } from '../../fixtures/actors.ts';
import { detailOf, type Farm, manageAll, startFarm, statusesOf, telemetryOf } from '../../fixtures/farm/farm.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { scaledMs, stopwatch, until } from '../../fixtures/patience.ts';

const net = await claimNet();
let farm: Farm;
afterEach(() => farm.close());

async function begin(options: Parameters<typeof startFarm>[0]): Promise<void> {
  farm = await startFarm(options);
  farm.app.start();
  await until('the first scan', () => farm.app.operations.scans.latest()?.finished_at != null);
}

describe('polling', () => {
  it('begins when a miner is managed and its model has a max preset, and says until then why not', async () => {
    await begin({ listen: `${net}.1.1-${net}.1.2:8982`, profile: 's19jpro' });
    const { operations } = farm.app;
    const id = farm.miner(0).id;
    expect(farm.miner(0).polling.reason_code).toBe('unmanaged');
    await operations.miners.update({ params: { id }, body: { managed: true } }, BY_TESTER);
    expect(farm.miner(0).polling.reason_code).toBe('no_max_preset');
    expect(
      await operations.models.update({ params: { alias: 's19jpro' }, body: { max_preset: '99999' } }, BY_TESTER),
    ).toMatchObject({
      ok: false,
      refusal: { code: 'UNPROCESSABLE_CONTENT', message: expect.stringContaining('"99999" is no preset of') },
    });
    const answer = await operations.models.update(
      { params: { alias: 's19jpro' }, body: { max_preset: '3080' } },
      BY_TESTER,
    );
    expect(answer).toMatchObject({ ok: true, value: { max_preset: '3080' } });
    await until('the first status', () => farm.miner(0).latest_status !== null);
    expect(farm.miner(0).polling).toMatchObject({ eligible: true, reason: null, consecutive_failures: 0 });
    expect(farm.miner(1).latest_status).toBeNull();
  });

  it('judges by the thresholds of the settings from the next reading on, chips in the thread that reads them too', async () => {
    const settings = { intervals: { discovery_seconds: 3600, status_seconds: 1, telemetry_seconds: 5 } };
    await begin({ listen: `${net}.1.11:8982`, profile: 's19jpro', settings });
    await manageAll(farm.app);
    const codes = (): readonly string[] => farm.miner(0).attention.map(({ code }) => code);
    await until('chips', async () => (await telemetryOf(farm.app, farm.miner(0).id, { limit: 1 })).length === 1);
    expect(codes()).not.toContain('hot');
    expect(codes()).not.toContain('hot_chips');
    const thresholds = { hot_chip_c: 50, hot_above_board_c: 3 };
    expect(await farm.app.operations.settings.update({ thresholds }, BY_TESTER)).toMatchObject({ ok: true });
    await until('the marks', () => codes().includes('hot') && codes().includes('hot_chips'));
    await farm.app.operations.settings.update({ thresholds: { hot_chip_c: 120 } }, BY_TESTER);
    await until('no mark', () => !codes().includes('hot'));
  });

  it('records statuses with their parts, and chips without one, on real models', async () => {
    await begin({ listen: `${net}.2.1-${net}.2.10:8982`, profile: 'mixed' });
    await manageAll(farm.app);
    await until('a status of each', () =>
      farm.app.operations.miners.list().every((miner) => miner.latest_status !== null),
    );
    for (const miner of farm.app.operations.miners.list()) {
      const detail = detailOf(farm.app, miner.id);
      const status = miner.latest_status;
      expect(status?.recorded_at).toBeGreaterThan(Date.now() - 60_000);
      expect(detail?.chains.length).toBeGreaterThanOrEqual(1);
      if (status?.state !== 'mining') continue;
      expect(status.hashrate_hs).toBeGreaterThan(miner.algorithm === 'scrypt' ? 5e9 : 30e12);
      expect(status.power_w).toBeGreaterThan(500);
      expect(status.preset).not.toBeNull();
      expect(status.hashrate_expected_hs).toBeGreaterThan(0);
      const sum = detail?.chains.reduce((total, chain) => total + (chain.hashrate_hs ?? 0), 0) ?? 0;
      expect(sum / (status.hashrate_hs as number)).toBeCloseTo(1, 2);
      const stored = await statusesOf(farm.app, miner.id, { limit: 1 });
      expect(stored[0]).toMatchObject({ id: expect.any(Number), hashrate_hs: expect.any(Number) });
      expect(stored[0]?.chains).toHaveLength(detail?.chains.length ?? 0);
    }
    await until('chips of each', async () => {
      const all = await Promise.all(
        farm.app.operations.miners.list().map(({ id }) => telemetryOf(farm.app, id, { limit: 1 })),
      );
      return all.every((snapshots) => snapshots.length === 1);
    });
    for (const miner of farm.app.operations.miners.list()) {
      const [snapshot] = await telemetryOf(farm.app, miner.id, { limit: 1 });
      expect(snapshot?.status_id).toBeNull();
      for (const chain of snapshot?.chains ?? []) expect(chain.chips.length).toBeGreaterThan(50);
    }
  });

  it('keeps time: a status each interval, a chip snapshot each interval', async () => {
    await begin({
      listen: `${net}.3.1-${net}.3.2:8982`,
      profile: 's19',
      settings: { intervals: { discovery_seconds: 3600, status_seconds: 1, telemetry_seconds: 5 } },
    });
    await manageAll(farm.app);
    const id = farm.miner(0).id;
    await until('six statuses', async () => (await statusesOf(farm.app, id, { limit: 10 })).length >= 6);
    const times = (await statusesOf(farm.app, id, { limit: 6 })).map(({ recorded_at }) => recorded_at);
    for (let i = 1; i < times.length; i++) {
      const gapMs = (times[i - 1] as number) - (times[i] as number);
      expect(gapMs).toBeGreaterThan(500);
      expect(gapMs).toBeLessThan(scaledMs(1700));
    }
  });

  it('notes failures with their reason, waits longer each time, and recovers by itself', async () => {
    const timeoutMs = scaledMs(300);
    await begin({
      listen: `${net}.4.1-${net}.4.2:8982`,
      profile: 's19',
      settings: { polling: { timeout_ms: timeoutMs } },
    });
    await manageAll(farm.app);
    await until('a status', () => farm.miner(0).latest_status !== null);
    farm.fleet.miners[0]?.injectFault('hang');
    const nextAt: number[] = [];
    await until('two failures', () => {
      const { consecutive_failures, next_attempt_at } = farm.miner(0).polling;
      nextAt[consecutive_failures] = next_attempt_at ?? 0;
      return consecutive_failures >= 2;
    });
    const { polling, latest_status } = farm.miner(0);
    expect(polling.last_error).toMatch(/^No answer within .* s \(busy, rebooting or off\?\)$/);
    // The second attempt took its timeout, and the delay after it is more than a second.
    expect((nextAt[2] ?? 0) - (nextAt[1] ?? 0)).toBeGreaterThan(timeoutMs + 1000);
    expect(latest_status).not.toBeNull();
    expect(farm.miner(1).polling.consecutive_failures).toBe(0);
    farm.fleet.miners[0]?.clearFaults();
    await until('recovery', () => farm.miner(0).polling.consecutive_failures === 0);
  });

  it('reads a miner at once when it is checked, also one whose next attempt is far away', async () => {
    await begin({
      listen: `${net}.9.1:8982`,
      profile: 's19',
      settings: { polling: { timeout_ms: scaledMs(300) }, intervals: { discovery_seconds: 3600, status_seconds: 600 } },
    });
    await manageAll(farm.app);
    await until('a status', () => farm.miner(0).latest_status !== null);
    const { operations } = farm.app;
    const { id } = farm.miner(0);
    const before = farm.miner(0).latest_status?.recorded_at ?? 0;
    expect(await operations.miners.rescan({ id })).toMatchObject({ ok: true });
    expect(farm.miner(0).latest_status?.recorded_at).toBeGreaterThan(before);

    farm.fleet.miners[0]?.injectFault('hang');
    await operations.miners.rescan({ id });
    expect(farm.miner(0).polling.consecutive_failures).toBe(1);
    expect(farm.miner(0).polling.next_attempt_at).toBeGreaterThan(Date.now() + 200_000);
    farm.fleet.miners[0]?.clearFaults();
    await operations.miners.rescan({ id });
    expect(farm.miner(0).polling).toMatchObject({ consecutive_failures: 0, last_error: null });
  });

  it('reads everything of a miner that requires a key for it', async () => {
    await begin({ listen: `${net}.10.1-${net}.10.2:8982`, profile: 's19', faults: `key-for-reads@${net}.10.1` });
    await manageAll(farm.app);
    const { operations } = farm.app;
    const { id } = farm.miner(0);
    await until('boards', async () => (await telemetryOf(farm.app, id, { limit: 1 })).length === 1);
    expect(farm.miner(0).latest_status?.preset).toMatch(/^\d+$/);
    expect((await telemetryOf(farm.app, id, { limit: 1 }))[0]?.chains).toHaveLength(3);
    expect(operations.models.list()[0]).toMatchObject({ chains: 3 });
  });

  it('costs one field, not the miner, when a payload has wrong types', async () => {
    await begin({ listen: `${net}.5.1-${net}.5.2:8982`, profile: 's19jpro' });
    await manageAll(farm.app);
    farm.fleet.miners[0]?.injectFault('wrong-types');
    const since = Date.now();
    await until('a status of the odd miner', () => (farm.miner(0).latest_status?.recorded_at ?? 0) > since);
    const [status] = await statusesOf(farm.app, farm.miner(0).id, { limit: 1 });
    for (const value of Object.values(status ?? {}))
      expect(typeof value === 'number' && !Number.isFinite(value)).toBe(false);
  });

  it('shows what stands out on the boards', async () => {
    await begin({ listen: `${net}.6.1-${net}.6.2:8982`, profile: 's19jpro', faults: `chip-dead@${net}.6.2` });
    await manageAll(farm.app);
    await until('an anomaly', () => farm.app.operations.anomalies.list().length > 0);
    const [worst] = farm.app.operations.anomalies.list();
    expect(worst).toMatchObject({ code: 'chip_zero_hashrate', severity: 'warning', miner_id: farm.miner(1).id });
    expect(farm.app.operations.anomalies.list().every(({ miner_id }) => miner_id === farm.miner(1).id)).toBe(true);
  });

  it('stops in order, and the database is whole afterwards', async () => {
    await begin({ listen: `${net}.7.1-${net}.7.4:8982`, profile: 's19' });
    await manageAll(farm.app);
    // A status that was not written has no id.
    await until('a status of each', () =>
      farm.app.operations.miners.list().every(({ latest_status }) => typeof latest_status?.id === 'number'),
    );
    const last = farm.app.operations.miners.list().map(({ id, latest_status }) => [id, latest_status?.id]);
    const took = stopwatch();
    const app = await farm.restart();
    expect(took()).toBeLessThan(5000);
    for (const [id, statusId] of last) {
      const again = detailOf(app, id as string);
      expect(again?.latest_status?.id).toBeGreaterThanOrEqual(statusId as number);
      expect(again?.fans.length).toBeGreaterThan(0);
    }
  });
});
