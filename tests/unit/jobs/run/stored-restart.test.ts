import { describe, expect, it } from 'vitest';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';
import type { ScriptedMiner } from '../../../fixtures/jobs/scripted-miners.ts';

const POOLS = { pools: [{ url: 'new.example:3333', user: 'a', pass: 'x' }] };

/** Four miners with new pools stored: the first restarts, the others wait for the start budget. */
async function storedAndWaiting(changes: Partial<ScriptedMiner> = {}) {
  const work = jobsAtWork(4, {
    changes: () => structuredClone(changes),
    actions: { first_wave: 4, starts_per_minute: 1, start_kw_per_minute: 0, stop_total_failed_percent: 100 },
  });
  const id = await work.start({ action: 'pools', params: POOLS, confirm_count: 4 });
  await work.clock.advance(5000);
  const waiting = work.miners.all.filter(({ writes }) => writes.length === 1);
  expect(waiting).toHaveLength(3);
  const [miner] = waiting as [ScriptedMiner];
  const ended = async () => {
    await work.untilEnd(id);
    const item = (await work.jobs.get(id))?.items.find((one) => one.id === miner.id);
    return {
      writes: miner.writes.map(({ kind }) => kind),
      verdict: item?.verdict,
      code: item?.code,
      message: item?.message,
    };
  };
  return { ...work, miner, ended };
}

describe('a stored change that waits for its restart', () => {
  it('does not restart a miner that was stopped meanwhile', async () => {
    const { miner, clock, ended } = await storedAndWaiting();
    Object.assign(miner, { state: 'stopped', sinceMs: clock.monotonicMs() });
    expect(await ended()).toEqual({
      writes: ['pools'],
      verdict: 'stored',
      code: 'restart_not_sent',
      message: 'it is stored, and takes effect at its next restart: it is stopped now',
    });
    expect(miner.state).toBe('stopped');
  });

  it('does not restart a miner that is no longer managed, that is offline, or that fails', async () => {
    const unmanaged = await storedAndWaiting();
    unmanaged.miner.managed = false;
    expect(await unmanaged.ended()).toMatchObject({ writes: ['pools'], verdict: 'stored', code: 'restart_not_sent' });
    const offline = await storedAndWaiting();
    offline.miner.online = false;
    expect(await offline.ended()).toMatchObject({ writes: ['pools'], verdict: 'stored', code: 'restart_not_sent' });
    const failing = await storedAndWaiting();
    failing.miner.state = 'failure';
    expect(await failing.ended()).toMatchObject({ writes: ['pools'], verdict: 'stored', code: 'restart_not_sent' });
  });

  it('is not restarted, nor said to be changed, where its settings cannot be read', async () => {
    const { miner, ended } = await storedAndWaiting();
    miner.corrupt = true;
    const message = 'it is stored, and takes effect at its next restart: its settings cannot be read';
    expect(await ended()).toMatchObject({ writes: ['pools'], verdict: 'stored', message });
  });

  it('needs no restart of a miner that another hand restarted', async () => {
    const { miner, clock, ended } = await storedAndWaiting();
    Object.assign(miner, { restart_required: false, sinceMs: clock.monotonicMs() });
    expect(await ended()).toMatchObject({ writes: ['pools'], verdict: 'proven' });
  });

  it('is not restarted for what another hand stored in its place', async () => {
    const { miner, ended } = await storedAndWaiting();
    miner.pools = [{ url: 'other.example:3333', user: 'b', pass: 'x' }];
    expect(await ended()).toMatchObject({ writes: ['pools'], verdict: 'failed', code: 'moved_away' });
  });
});
