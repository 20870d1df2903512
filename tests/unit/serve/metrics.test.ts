import { expect, it } from 'vitest';
import { metricsMoment, renderMetrics } from '../../../src-main/serve/metrics.ts';
import { renderMinerMetrics } from '../../../src-main/serve/miner-metrics.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { ALPHA, BRAVO, CHARLIE, fakeOperations, T0 } from '../../fixtures/served/fake-operations.ts';
import { healthOf } from '../../fixtures/served/health.ts';

function farm(change: (rows: Map<string, Miner>) => void = () => {}): readonly Miner[] {
  const operations = fakeOperations();
  change(operations.rows);
  return [...operations.rows.values()];
}

/** The lines of a metric, without the site label that all of them have. */
function linesOf(text: string, name = ''): string[] {
  const lines = text.split('\n').filter((line) => line.startsWith(name));
  return lines.map((line) => line.replace(/,?site="01890a5d-ac96-774b-bcce-b302099a8057"/, '').replace('{}', ''));
}

it('adds up hash rate and power by algorithm, never across', async () => {
  const miners = farm((rows) => {
    const [alpha, charlie] = [rows.get(ALPHA), rows.get(CHARLIE)];
    if (alpha === undefined || charlie === undefined) throw new Error('the fake farm has changed');
    const latest_status = alpha.latest_status && { ...alpha.latest_status, hashrate_hs: 9e9, power_w: 3400 };
    for (const [id, row] of rows) rows.set(id, { ...row, managed: true });
    rows.set(CHARLIE, { ...charlie, online: true, managed: true, latest_status });
  });
  const text = await renderMetrics(healthOf(), miners);
  expect(linesOf(text, 'powerhive_hashrate_')).toEqual([
    'powerhive_hashrate_hashes_per_second{algorithm="sha256d"} 200000000000000',
    'powerhive_hashrate_hashes_per_second{algorithm="scrypt"} 9000000000',
  ]);
  expect(linesOf(text, 'powerhive_power_watts')).toEqual([
    'powerhive_power_watts{algorithm="sha256d"} 6000',
    'powerhive_power_watts{algorithm="scrypt"} 3400',
  ]);
  // None of a farm that just stopped answering, before its readings are old.
  const dark = miners.map((miner) => ({ ...miner, polling: { ...miner.polling, consecutive_failures: 1 } }));
  expect(linesOf(await renderMetrics(healthOf(), dark), 'powerhive_power_watts')).toEqual([]);
});

it('leaves stale readings, offline miners and unknown figures out of totals, and says how many are in', async () => {
  const miners = farm((rows) => {
    const bravo = rows.get(BRAVO);
    if (bravo?.latest_status == null) throw new Error('the fake farm has changed');
    rows.set(BRAVO, { ...bravo, latest_status: { ...bravo.latest_status, recorded_at: T0 - 60_000 } });
  });
  const text = await renderMetrics(healthOf(), miners);
  expect(linesOf(text, 'powerhive_miners_reporting')).toEqual([
    'powerhive_miners_reporting{algorithm="sha256d"} 1',
    'powerhive_miners_reporting_power{algorithm="sha256d"} 1',
  ]);
  expect(linesOf(text, 'powerhive_power_watts')).toEqual(['powerhive_power_watts{algorithm="sha256d"} 3000']);
});

it('says of how many miners the power is', async () => {
  const miners = farm((rows) => {
    const bravo = rows.get(BRAVO);
    if (bravo?.latest_status == null) throw new Error('the fake farm has changed');
    for (const [id, row] of rows) rows.set(id, { ...row, managed: true });
    rows.set(BRAVO, { ...bravo, managed: true, latest_status: { ...bravo.latest_status, power_w: null } });
  });
  const text = await renderMetrics(healthOf(), miners);
  expect(linesOf(text, 'powerhive_miners_reporting')).toEqual([
    'powerhive_miners_reporting{algorithm="sha256d"} 2',
    'powerhive_miners_reporting_power{algorithm="sha256d"} 1',
  ]);
});

it('leaves out what is unknown instead of saying 0', async () => {
  const [loop] = healthOf().loops;
  if (loop === undefined) throw new Error('the fake health has changed');
  const unknown = healthOf({
    loops: [{ ...loop, last_success_at: null, last_duration_ms: null }],
    database: { ...healthOf().database, bytes: null },
    event_loop_delay_p99_ms: null,
  });
  const text = await renderMetrics(unknown, []);
  for (const name of [
    'loop_last_success',
    'loop_last_duration',
    'database_bytes',
    'event_loop_delay',
    'hashrate',
    'power_w',
  ]) {
    expect(linesOf(text, `powerhive_${name}`)).toEqual([]);
  }
  expect(linesOf(text, 'powerhive_loop_runs_total')).toEqual(['powerhive_loop_runs_total{loop="status"} 4']);
});

it('names the farm in every line, and says how each destination stands', async () => {
  const one = { id: '01890a5d-ac96-774b-bcce-b302099a8058', name: 'VM', kind: 'remote_write', enabled: true } as const;
  const state = { cursor_at: T0, lag_seconds: 7200, sent: 12, refused: 3, last_success_at: T0, last_error: 'gone' };
  const off = { ...one, name: 'Old', enabled: false, ...state, lag_seconds: null, late: false };
  const text = await renderMetrics(healthOf({ destinations: [{ ...one, ...state, late: true }, off] }), farm());
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(samples.filter((line) => !line.includes('site="01890a5d-ac96-774b-bcce-b302099a8057"'))).toEqual([]);
  expect(linesOf(text, 'powerhive_site_info')).toEqual(['powerhive_site_info{name="North hall"} 1']);
  expect(linesOf(text, 'powerhive_destination_')).toEqual([
    'powerhive_destination_lag_seconds{destination="VM",kind="remote_write"} 7200',
    'powerhive_destination_late{destination="VM",kind="remote_write"} 1',
    'powerhive_destination_late{destination="Old",kind="remote_write"} 0',
    'powerhive_destination_sent_total{destination="VM",kind="remote_write"} 12',
    'powerhive_destination_sent_total{destination="Old",kind="remote_write"} 12',
    'powerhive_destination_refused_total{destination="VM",kind="remote_write"} 3',
    'powerhive_destination_refused_total{destination="Old",kind="remote_write"} 3',
  ]);
});

it('exports the state of loops, miners, database and event loop in base units', async () => {
  const text = await renderMetrics(healthOf(), farm());
  for (const line of [
    'powerhive_info{version="9.9.9"} 1',
    'powerhive_uptime_seconds 61',
    'powerhive_watching 1',
    'powerhive_loop_last_success_age_seconds{loop="status"} 1',
    'powerhive_loop_last_duration_seconds{loop="status"} 0.25',
    'powerhive_loop_failures_total{loop="status"} 1',
    'powerhive_miners{online="true",managed="true"} 1',
    'powerhive_miners{online="true",managed="false"} 1',
    'powerhive_miners{online="false",managed="true"} 1',
    'powerhive_miners{online="false",managed="false"} 0',
    'powerhive_database_bytes 4096',
    'powerhive_pending_writes 2',
    'powerhive_event_loop_delay_p99_seconds 0.005',
    'powerhive_late_polls 0',
  ]) {
    expect(linesOf(text)).toContain(line);
  }
});

it('shows each miner with labels that an address or a name does not change', async () => {
  const named = (name: string, ip: string) =>
    farm((rows) => {
      const alpha = rows.get(ALPHA);
      if (alpha === undefined) throw new Error('the fake farm has changed');
      rows.set(ALPHA, { ...alpha, managed: true, nickname: name, ip });
    });
  const textOf = (miners: readonly Miner[]) => renderMinerMetrics(miners, metricsMoment(healthOf(), miners));
  const before = await textOf(named('R1 "S01"', '127.77.0.1'));
  const after = await textOf(named('R2', '127.77.0.9'));
  const figures = (text: string) => text.split('\n').filter((line) => !line.startsWith('powerhive_miner_info'));
  expect(figures(after)).toEqual(figures(before));
  expect(linesOf(before, 'powerhive_miner_info')[0]).toContain('name="R1 \\"S01\\"",ip="127.77.0.1"');
  expect(linesOf(before, 'powerhive_miner_hashrate_hs{')[0]).toMatch(
    new RegExp(`mac="${ALPHA}",model="s19jpro"} \\d+$`),
  );
  // An offline miner has no figures, and is reported as offline.
  expect(linesOf(before, 'powerhive_miner_online').map((line) => line.at(-1))).toEqual(['1', '1', '0']);
  expect(linesOf(before, 'powerhive_miner_hashrate_hs{').some((line) => line.includes(CHARLIE))).toBe(false);
});
