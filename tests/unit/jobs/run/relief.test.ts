import { describe, expect, it } from 'vitest';
import { failure } from '../../../../src-main/drivers/outcome.ts';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';

const SILENT_MS = 15_000;

/** A farm in which some miners are silent: reading one fails after the full timeout. */
function withSilent(count: number, silent: Set<string>) {
  const work = jobsAtWork(count, {
    actions: { starts_per_minute: 0, start_kw_per_minute: 0, first_wave: 500, stop_wave_failed_percent: 100 },
  });
  const { clock, miners } = work;
  const read = miners.read.bind(miners);
  miners.read = async (id, parts, signal?: AbortSignal) => {
    if (!silent.has(id)) return read(id, parts);
    await clock.sleep(SILENT_MS, signal);
    return failure('timeout', 'no answer', { retryable: true });
  };
  /** When each stop was sent, in milliseconds from now. */
  const stopsFrom = (): number[] => {
    const sinceMs = clock.monotonicMs();
    const at: number[] = [];
    miners.onWrite = (_, { kind }) => {
      if (kind === 'stop') at.push(clock.monotonicMs() - sinceMs);
    };
    return at;
  };
  return { ...work, stopsFrom };
}

describe('a stop', () => {
  it('does not wait behind silent miners of another job', async () => {
    const silent = new Set<string>();
    const { clock, miners, start, stopsFrom, verdicts, untilEnd } = withSilent(260, silent);
    const [restarting, others] = [miners.ids.slice(0, 200), miners.ids.slice(200)];
    await start({ action: 'restart', ids: restarting });
    await clock.advance(5000);
    expect(miners.writeCount).toBe(200);
    for (const id of restarting) silent.add(id);
    await clock.advance(20_000);
    const at = stopsFrom();
    const id = await start({ action: 'stop', ids: others, confirm_count: 60 });
    await clock.advance(1000);
    expect(at).toHaveLength(60);
    silent.clear();
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ in_force: 60 });
  });

  it('does not wait behind silent miners of its own, which are asked once more', async () => {
    const silent = new Set<string>();
    const { clock, miners, jobs, start, stopsFrom, verdicts, untilEnd } = withSilent(1000, silent);
    for (const id of miners.ids.slice(0, 300)) silent.add(id);
    const at = stopsFrom();
    const id = await start({ action: 'stop', confirm_count: 1000 });
    await clock.advance(9000);
    expect(at).toHaveLength(700);
    // One of them was only slow.
    silent.delete(miners.ids[299] ?? '');
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ in_force: 701, skipped: 299 });
    expect((await jobs.get(id))?.items[0]).toMatchObject({ verdict: 'skipped', code: 'offline' });
  });
});
