import { expect, it } from 'vitest';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';

it('a job sends nothing to a miner that is being unlocked, and goes on with the others', async () => {
  const { clock, miners, events, minerLock, start, untilEnd } = jobsAtWork(2, { actions: { first_wave: 2 } });
  const sentTo = () => events.flatMap(({ event, miner_id }) => (event === 'miner_action_sent' ? [miner_id] : []));
  const [busy = '', free = ''] = miners.ids;
  const { promise: unlocked, resolve: endUnlock } = Promise.withResolvers<void>();
  const unlock = minerLock.run(busy, () => unlocked);
  const id = await start({ action: 'restart' });
  for (let i = 0; i < 60; i++) await clock.advance(5000);
  expect(sentTo()).toEqual([free]);
  endUnlock();
  await unlock;
  await untilEnd(id);
  expect(sentTo()).toEqual([free, busy]);
});
