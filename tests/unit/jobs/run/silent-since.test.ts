import { describe, expect, it } from 'vitest';
import type { NewJob } from '../../../../src-shared/model/index.ts';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';

/** One miner that answers for this time after the last request of a job, and then never again. */
async function silentAfter(order: Pick<NewJob, 'action'> & Partial<NewJob>, request: string, forMs: number) {
  const work = jobsAtWork(1, { changes: () => ({ state: order.action === 'start' ? 'stopped' : 'mining' }) });
  const { miners, clock } = work;
  const apply = miners.send.bind(miners);
  miners.send = async (id, command, signal) => {
    if (command.kind !== request) return apply(id, command, signal);
    void clock.sleep(forMs).then(() => {
      miners.at(1).online = false;
    });
    // It accepts the request, but acts later than it is read.
    return { sent: 'accepted', restart_required: null, reboot_required: null };
  };
  const id = await work.start({ confirm_count: 1, params: {}, ...order });
  await work.untilEnd(id);
  const { verdict, code, message } = (await work.jobs.get(id))?.items[0] ?? {};
  return { verdict, code, message };
}

describe('a miner that was read once after its request, and is silent since', () => {
  it.each(['reboot', 'restart', 'start'] as const)(
    'does not answer after a %s: nothing is said of its effect',
    async (action) => {
      for (const forMs of [400, 5000]) {
        expect(await silentAfter({ action }, action, forMs)).toMatchObject({
          verdict: 'failed',
          code: 'no_answer',
          message: expect.stringContaining(`no answer after the ${action}`),
        });
      }
    },
  );

  it('does not answer after the restart of what is stored', async () => {
    const order = { action: 'preset', params: { preset: '2500' } } as const;
    expect(await silentAfter(order, 'restart', 400)).toMatchObject({ verdict: 'failed', code: 'no_answer' });
  });

  it.each([
    ['pause', {}],
    ['throttle', { percent: 70 }],
  ] as const)('is unknown after a %s', async (action, params) => {
    expect(await silentAfter({ action, params }, action, 400)).toMatchObject({
      verdict: 'unknown',
      code: 'unreadable',
    });
  });
});

it('a miner that is silent only at the last reading is judged by the one before', async () => {
  const work = jobsAtWork(1);
  const { miners, clock } = work;
  miners.at(1).faults = ['no_effect'];
  const id = await work.start({ action: 'pause' });
  await clock.advance(57_000);
  miners.at(1).online = false;
  await work.untilEnd(id);
  expect((await work.jobs.get(id))?.items[0]).toMatchObject({ verdict: 'failed', code: 'no_effect' });
});
