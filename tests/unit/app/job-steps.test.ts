import { expect, it } from 'vitest';
import { noteJobStep } from '../../../src-main/app/jobs/job-steps.ts';
import type { JobAction, JobItem } from '../../../src-shared/model/index.ts';
import { storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const { id } = storedMiner();

async function setUp() {
  const clock = new ManualClock();
  const renewed: string[] = [];
  const written: string[] = [];
  const fleet = await memoryFleet(
    clock,
    [storedMiner()],
    [],
    { onMinersChanged: (ids) => renewed.push(...ids) },
    undefined,
    undefined,
    { upsertMiners: async (miners) => void written.push(...miners.map((miner) => miner.id)) },
  );
  const polled: string[] = [];
  const step = (action: JobAction, fields: Partial<JobItem> = {}): void => {
    const item = { id, verdict: 'running', code: null, after: null, started_at: 1, finished_at: null, ...fields };
    noteJobStep(action, item as JobItem, { fleet, pollChanged: (changed) => polled.push(changed) });
  };
  return { clock, fleet, step, polled, renewed, written };
}

it('a miner that a job changes may restart, and is read once it is changed', async () => {
  const { clock, fleet, step, polled } = await setUp();
  step('preset', { started_at: null });
  expect(fleet.entry(id)?.orderedAt).toBeNull();
  step('preset');
  expect([fleet.entry(id)?.orderedAt, polled]).toEqual([clock.nowMs(), []]);
  step('preset', { verdict: 'in_force' });
  expect(polled).toEqual([id]);
});

it('the light of a miner explains no restart, and no poll shows it', async () => {
  const { fleet, step, polled } = await setUp();
  step('locate');
  step('locate', { verdict: 'in_force', finished_at: 2 });
  expect([fleet.entry(id)?.orderedAt, polled]).toEqual([null, []]);
});

it('a step alone changes nothing that is shown or stored', async () => {
  const { fleet, step, renewed, written } = await setUp();
  const row = fleet.miner(id);
  step('restart');
  await fleet.save();
  expect([renewed, written]).toEqual([[], []]);
  expect(fleet.miner(id)).toBe(row);
});
