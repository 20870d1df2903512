import { describe, expect, it } from 'vitest';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';
import type { ScriptedMiner } from '../../../fixtures/jobs/scripted-miners.ts';

const EMPTY = { url: '', user: '', pass: '' };
const [A, B] = [
  { url: 'a.example:1', user: 'farm', pass: 'x' },
  { url: 'b.example:1', user: 'farm', pass: 'x' },
];

describe('new pools are proven', () => {
  const OLD = { url: 'pool.example:3333', user: 'farm.1', pass: 'x' };

  async function ended(first: string, changes: Partial<ScriptedMiner>, count = 1) {
    const { miners, jobs, start, untilEnd, verdicts } = jobsAtWork(count, {
      changes: () => structuredClone({ pools: [OLD, EMPTY, EMPTY], ...changes }),
    });
    const pools = [{ url: first, user: 'farm.1', pass: 'x' }, OLD];
    const rules = { next_wave_when: 'proven' } as const;
    const id = await start({ action: 'pools', params: { pools }, confirm_count: count, rules });
    await untilEnd(id);
    return { job: await jobs.get(id), verdicts: await verdicts(id), miners };
  }

  it('by shares on the first of them, not on the one behind it', async () => {
    const { job, verdicts, miners } = await ended('typo.example:1', { deadPools: ['typo.example:1'] }, 40);
    expect(job).toMatchObject({ state: 'halted', reason: 'It failed or was not proven on the first miner.' });
    expect(verdicts).toEqual({ in_force: 1, cancelled: 39 });
    const message = 'it works for pool 2 of 2: typo.example:1 is offline';
    expect(job?.items.find(({ verdict }) => verdict === 'in_force')).toMatchObject({ code: 'not_proven', message });
    expect(miners.writeCount).toBe(2);
  });

  it('by shares that were accepted since, where nothing had to restart', async () => {
    const { miners, jobs, start, untilEnd, clock } = jobsAtWork(1, {
      changes: () => structuredClone({ pools: [OLD, EMPTY, EMPTY], liveSettings: true, sharesPerMinute: 0.05 }),
    });
    const id = await start({ action: 'pools', params: { pools: [OLD, B] }, confirm_count: 1 });
    await clock.advance(5000);
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'in_force' }]);
    await untilEnd(id);
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'in_force', code: 'not_proven' }]);
    expect(miners.at(1).writes.map(({ kind }) => kind)).toEqual(['pools']);
  });

  it('by the first share after a restart', async () => {
    const { verdicts } = await ended('new.example:1', {});
    expect(verdicts).toEqual({ proven: 1 });
  });
});

describe('a switch of the pool', () => {
  const both = (changes: Partial<ScriptedMiner> = {}) => ({
    changes: () => structuredClone({ pools: [A, B, EMPTY], showsAllActive: true, ...changes }),
  });

  it('of a miner that shows several pools as active is seen by a share', async () => {
    const { miners, jobs, start, untilEnd } = jobsAtWork(1, both());
    const id = await start({ action: 'switch_pool', params: { url: B.url } });
    await untilEnd(id);
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'in_force' }]);
    expect(miners.at(1).active).toBe(1);
  });

  it('that it refused is refused, and without a share nothing is known', async () => {
    for (const [changes, verdict] of [
      [{ faults: ['refused' as const] }, 'refused'],
      [{ faults: ['no_effect' as const] }, 'unknown'],
      [{ sharesPerMinute: 0 }, 'unknown'],
    ] as const) {
      const { jobs, start, untilEnd } = jobsAtWork(
        1,
        both({ ...changes, faults: [...('faults' in changes ? changes.faults : [])] }),
      );
      const id = await start({ action: 'switch_pool', params: { url: B.url } });
      await untilEnd(id);
      expect((await jobs.get(id))?.items).toMatchObject([{ verdict }]);
    }
  });

  it('names the account where an address has several, and its undo goes back to the other one', async () => {
    const two = [A, { ...A, user: 'other' }, EMPTY];
    const { miners, jobs, start, undo, untilEnd } = jobsAtWork(1, { changes: () => structuredClone({ pools: two }) });
    const plan = async (user?: string) =>
      jobs.plans.prepare(
        { action: 'switch_pool', params: { url: A.url, ...(user !== undefined && { user }) }, allow_untuned: false },
        miners.ids,
      ).plan;
    expect((await plan()).skipped).toMatchObject([
      { code: 'not_allowed', reason: expect.stringContaining('several users') },
    ]);
    expect((await plan('farm')).skipped).toMatchObject([{ code: 'already_there' }]);
    expect((await plan('nobody')).skipped).toMatchObject([{ code: 'not_allowed' }]);
    const id = await start({ action: 'switch_pool', params: { url: A.url, user: 'other' } });
    await untilEnd(id);
    expect(miners.at(1)).toMatchObject({ active: 1, writes: [{ kind: 'switch_pool', pool_id: 1 }] });
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'in_force' }]);
    await untilEnd((await undo(id)).job_id);
    expect(miners.at(1).active).toBe(0);
  });
});
