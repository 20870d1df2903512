import { expect, it } from 'vitest';
import { createSaveLoop } from '../../../src-main/fleet/save-loop.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

async function setUp() {
  const clock = new ManualClock();
  const miner = storedMiner();
  const written: (string | null)[] = [];
  const trouble: { error: Error | null } = { error: null };
  const fleet = await memoryFleet(clock, [miner], [], {}, undefined, undefined, {
    upsertMiners: async (miners) => {
      if (trouble.error !== null) throw trouble.error;
      written.push(...miners.map(({ preset_set }) => preset_set));
    },
  });
  const errors: unknown[] = [];
  const loop = createSaveLoop(fleet, clock, (error) => void errors.push(error));
  const learn = (preset: string) => fleet.readings.notePresetSet(miner.id, preset);
  return { clock, fleet, written, trouble, errors, loop, learn };
}

it('what was learned of a miner is on disk after a minute, whatever scans do', async () => {
  const { clock, written, loop, learn } = await setUp();
  loop.start();
  for (const preset of ['2500', '3050']) {
    learn(preset);
    await clock.advance(MINUTE_MS + 10_000);
  }
  expect(written).toEqual(['2500', '3050']);
  await clock.advance(60 * MINUTE_MS);
  expect(written).toHaveLength(2);
  await loop.stop();
});

it('nothing is written twice as often where scans write it', async () => {
  const { clock, fleet, written, loop, learn } = await setUp();
  loop.start();
  for (let scan = 0; scan < 20; scan++) {
    learn(String(scan));
    await clock.advance(MINUTE_MS / 2);
    await fleet.save();
  }
  expect(written).toHaveLength(20);
  await loop.stop();
});

it('what could not be written stays due', async () => {
  const { clock, written, trouble, errors, loop, learn } = await setUp();
  trouble.error = new Error('The disk is full');
  loop.start();
  learn('2500');
  await clock.advance(3 * MINUTE_MS);
  expect({ written, failed: errors.length > 0 }).toEqual({ written: [], failed: true });
  trouble.error = null;
  await clock.advance(2 * MINUTE_MS);
  expect(written).toEqual(['2500']);
  await loop.stop();
});
