import { describe, expect, it } from 'vitest';
import { NewJob } from '../../../../src-shared/model/index.ts';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';

describe.each([
  ['restart', 100],
  ['reboot', 115],
] as const)('a preview of a %s', (action, usual) => {
  const order = NewJob.parse({ action, query: '*' });

  it('says how long it took here, once it was measured', async () => {
    const { jobs, miners, start, untilEnd } = jobsAtWork(3);
    const before = jobs.plans.prepare(order, miners.ids).plan;
    expect(before.planned.map(({ transition, dark_seconds }) => [transition, dark_seconds])).toEqual(
      Array(3).fill([null, usual]),
    );
    await untilEnd(
      await start({ action, ids: miners.ids.slice(0, 2), ...(action === 'reboot' && { confirm_count: 2 }) }),
    );
    const { planned, dark_seconds } = jobs.plans.prepare(order, miners.ids).plan;
    const [{ transition } = { transition: null }] = planned;
    expect(transition).toMatchObject({ from: '', to: action, how: action, miners: 2, model_alias: 's19jpro' });
    // A scripted miner takes 100 s, and is read every 5 s.
    expect(transition?.seconds).toBeGreaterThanOrEqual(100);
    expect(transition?.seconds).toBeLessThan(110);
    expect(dark_seconds).toBe(transition?.seconds);
    expect(jobs.transitions()).toEqual([transition]);
  });

  it('does not count one that failed, or of a miner that did not hash', async () => {
    const { jobs, miners, start, untilEnd } = jobsAtWork(2, {
      changes: (n) => (n === 1 ? { faults: ['fails_at_restart'] } : { state: 'failure' }),
      actions: { first_wave: 2, stop_total_failed_percent: 100 },
    });
    await untilEnd(await start({ action, ids: miners.ids, ...(action === 'reboot' && { confirm_count: 2 }) }));
    expect(jobs.transitions()).toEqual([]);
  });
});
