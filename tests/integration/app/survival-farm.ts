import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, vi } from 'vitest';
import type { ActivityEntry, Health, Recording, Scan } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { limitMs, until } from '../../fixtures/patience.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

/** Duration of each fault. `npm run test:long` uses ten minutes. */
export const FAULT_MS = Number(process.env['POWERHIVE_FAULT_MINUTES'] ?? 0.05) * 60_000;
export const allowForFaults = (): void => vi.setConfig({ testTimeout: 10 * limitMs() + 3 * FAULT_MS });

/** A separate disk for one program requires root and mount namespaces. */
export const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;
export const whyNotMounted = canMount ? '' : ' (left out: no root, or no mount namespaces here)';
export const isLinux = process.platform === 'linux';

const net = await claimNet();
let place = 0;
/** Addresses of miners for one test. */
export function nextListen(): string {
  place += 1;
  return `${net}.${place}.1-${net}.${place}.4:8991`;
}

/** Four miners, monitored by the program in a separate process. */
export function startFour(within?: (folder: string) => readonly string[]): Promise<WatchedFarm> {
  return startWatchedFarm({
    listen: nextListen(),
    profile: 's19jpro',
    intervals: { discovery_seconds: 5, status_seconds: 1, telemetry_seconds: 5 },
    ...(within !== undefined && { within }),
  });
}

export async function health({ serving }: WatchedFarm): Promise<Health> {
  return (await serving.rest('GET', '/health')).body as Health;
}

/** Events of one kind in the activity. */
export async function eventsOf({ serving }: WatchedFarm, event: ActivityEntry['event']): Promise<ActivityEntry[]> {
  const entries = (await serving.rest('GET', '/activity?limit=500')).body as ActivityEntry[];
  return entries.filter((entry) => entry.event === event);
}

async function recordingChanges(watched: WatchedFarm, state: Recording['state']): Promise<ActivityEntry[]> {
  return (await eventsOf(watched, 'recording_changed')).filter(({ data }) => data?.['state'] === state);
}

const residentMb = (watched: WatchedFarm): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${watched.serving.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

/** Waits until all miners are read and online, without errors because of the database. */
export async function isWatched(watched: WatchedFarm): Promise<void> {
  const from = Date.now();
  await until('a reading of each miner', async () => {
    const miners = await watched.miners();
    // On a busy machine a response of a miner may be missed, but the error must not be about the
    // database.
    for (const { polling } of miners) expect(polling.last_error ?? '').not.toMatch(/database|disk|written/i);
    return miners.every(({ online, latest_status }) => online && (latest_status?.recorded_at ?? 0) > from);
  });
  await until('a whole scan', async () => {
    const scan = (await watched.serving.rest('GET', '/scans/latest')).body as Scan;
    return scan.started_at > from && scan.phase === 'done';
  });
  expect((await health(watched)).watching.state).toBe('watching');
}

/** What must hold while the database cannot be written, and afterwards. */
export async function survives(
  watched: WatchedFarm,
  trouble: () => void,
  end: () => void,
  reason: RegExp,
): Promise<void> {
  await isWatched(watched);
  const before = residentMb(watched);
  trouble();
  await until('recording to be stopped', async () => (await health(watched)).recording.state === 'stopped');
  const endMs = performance.now() + FAULT_MS;
  do {
    await isWatched(watched);
    const now = await health(watched);
    expect(now).toMatchObject({ status: 'degraded', recording: { state: 'stopped' } });
    expect(now.recording.reason).toMatch(reason);
    expect(now.database.pending_writes).toBeLessThan(1000);
  } while (performance.now() < endMs);
  const during = residentMb(watched);
  end();
  await until('recording to go on', async () => (await health(watched)).recording.state === 'recording');
  await isWatched(watched);
  await until('both entries', async () => (await recordingChanges(watched, 'recording')).length === 1);
  expect(await recordingChanges(watched, 'stopped')).toHaveLength(1);
  if (FAULT_MS > 60_000)
    process.stderr.write(
      `resident ${before.toFixed(0)} MB before, ${during.toFixed(0)} MB at the end of the trouble\n`,
    );
  expect(await watched.serving.stop()).toBe(0);
  expect(watched.serving.stderr()).not.toMatch(/Internal error|FATAL/);
}
