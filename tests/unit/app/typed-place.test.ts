import { expect, it } from 'vitest';
import { createChangeOperations } from '../../../src-main/app/operations/changes.ts';
import { createMinerOperations } from '../../../src-main/app/operations/miners.ts';
import { withExactPlace } from '../../../src-shared/meant-place.ts';
import { MinerPatch } from '../../../src-shared/model/index.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';
import { storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const ID = '02:95:23:00:00:01';

it('a place that comes over REST is read as on the screens, and answered; one that is exact stays so', async () => {
  const started: unknown[] = [];
  const parts = {
    fleet: await memoryFleet(new ManualClock(), [storedMiner({ id: ID })]),
    racks: { list: () => [{ rack: 'Hall 1/A/R3' }] },
    changes: { yieldTo: () => undefined, start: async (_: unknown, wanted: unknown) => started.push(wanted) },
    polling: { wake: () => undefined },
  } as never;
  const place = async (patch: object) => {
    const body = MinerPatch.parse(patch);
    const result = await createMinerOperations(parts).update({ params: { id: ID }, body }, BY_TESTER);
    return result.ok ? result.value.place : result;
  };
  expect(await place({ place: 'Hall 1/C/R9' })).toBe('Hall 1/C/R9/');
  expect(await place({ place: '/Hall 1/C/R9' })).toBe('Hall 1/C/R9');
  // Its rack is known now, so that it means what it says until the miner is elsewhere.
  expect(await place({ place: 'Hall 1/C/R9' })).toBe('Hall 1/C/R9');
  expect(await place({ place: 'R5/1' })).toBe('R5/1');
  expect(await place({ place: 'Hall 1/C/R9' })).toBe('Hall 1/C/R9/');
  // An undo on a screen.
  expect(await place(withExactPlace({ place: 'Hall 1/C/R9' }))).toBe('Hall 1/C/R9');
  expect(await place({ place: null })).toBeNull();

  const patch = MinerPatch.parse({ place: 'Hall 1/C/R9' });
  const { start } = createChangeOperations(parts);
  await start({ ids: [ID], patch }, BY_TESTER);
  await start({ each: [{ id: ID, patch }] }, BY_TESTER);
  expect(started).toEqual([
    { patch: { place: 'Hall 1/C/R9/' } },
    { each: [{ id: ID, patch: { place: 'Hall 1/C/R9/' } }] },
  ]);
});
