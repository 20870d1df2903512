import { expect, it } from 'vitest';
import { KnownMiners } from '../../../src-main/fleet/known-miners.ts';
import { newEntry } from '../../../src-main/fleet/miner-entry.ts';
import type { StoredMiner } from '../../../src-main/store/store.ts';
import { storedMiner } from '../../fixtures/farm/fleet-entries.ts';

function miners() {
  const written: string[][] = [];
  const writes = { held: Promise.resolve() };
  const known = new KnownMiners({
    store: {
      upsertMiners: async (stored: readonly StoredMiner[]) => {
        await writes.held;
        written.push(stored.map(({ id }) => id));
      },
    },
    modelOf: () => null,
    siteOf: () => ({ id: 'site', name: null }),
    rackOf: () => null,
    driverOf: () => null,
    requireMaxPreset: () => false,
    telemetryMs: () => 60_000,
    onChanged: () => undefined,
    onStored: () => undefined,
    onConditions: () => undefined,
  });
  const meet = (id: string) => known.set(newEntry(storedMiner({ id }), null));
  return { known, written, meet, writes };
}

it('writes a miner that was just met before its scan ends, all that are due together, and each once', async () => {
  const { known, written, meet, writes } = miners();
  known.load([newEntry(storedMiner({ id: 'old' }), null)]);
  await known.saveNewcomer('old');
  expect(written).toEqual([]);
  for (const id of ['a', 'b', 'c']) meet(id);
  await Promise.all(['a', 'b', 'c', 'a'].map((id) => known.saveNewcomer(id)));
  expect(written).toEqual([['a', 'b', 'c']]);

  // A miner that is found while others are written waits for a separate write.
  const held = Promise.withResolvers<void>();
  writes.held = held.promise;
  meet('d');
  const first = known.save();
  await Promise.resolve();
  meet('e');
  const second = known.saveNewcomer('e');
  held.resolve();
  await Promise.all([first, second]);
  expect(written.flat()).toEqual(['a', 'b', 'c', 'd', 'e']);
  await known.saveNewcomer('e');
  expect(written.flat()).toHaveLength(5);
});
