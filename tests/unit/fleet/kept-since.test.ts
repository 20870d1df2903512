import { expect, it } from 'vitest';
import { parseSummary } from '../../../src-main/drivers/vnish/payloads/summary.ts';
import type { Fleet } from '../../../src-main/fleet/fleet.ts';
import { keptSince } from '../../../src-main/fleet/kept-since.ts';
import type { StoredMiner } from '../../../src-main/store/store.ts';
import { storedMiner, storedModel } from '../../fixtures/fleet-entries.ts';
import { s19Summary } from '../../fixtures/judged-miner.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { memoryFleet } from '../../fixtures/memory-fleet.ts';

const { id } = storedMiner();
const OTHER = '127.1.0.99:80';
const HOUR_MS = 3_600_000;

const stored = (fleet: Fleet): StoredMiner => fleet.entry(id)?.stored ?? storedMiner();
const problems = (fleet: Fleet) => fleet.problems().map(({ code, since_at }) => [code, since_at]);

it('when a miner got a second address, or was locked, is known after a restart too, and only as long as it is', async () => {
  const clock = new ManualClock();
  const began: string[] = [];
  const start = (miner: StoredMiner) =>
    memoryFleet(clock, [miner], [storedModel({ max_preset: '9000' })], {
      onConditions: (_, changed) => began.push(...changed.began.map(({ code }) => code)),
    });
  const first = await start(storedMiner());
  const at = clock.nowMs();
  first.setConflict(id, [OTHER]);
  first.secrets.setKeyTrouble(id, { code: 'refused', message: 'Wrong', refused: [], retryAtMs: null, sinceAt: at });
  // A reading stores the beginnings of what it shows anew.
  for (let tick = 0; tick < 3; tick++) {
    clock.elapse(15_000);
    const reading = parseSummary(s19Summary({}, undefined, tick), 'GH/s');
    if (reading !== null) first.readings.recordStatus(id, reading, null);
  }
  expect(began).toEqual(['address_conflict', 'locked']);

  const second = await start(stored(first));
  clock.elapse(HOUR_MS);
  second.setConflict(id, [OTHER]);
  expect(problems(second)).toEqual([['address_conflict', at]]);
  expect(keptSince(stored(second), 'locked')).toBe(at);
  expect(began).toEqual(['address_conflict', 'locked']);

  await second.secrets.keepApiKey(id, 'key', { event: 'api_key_created', miner_id: id, data: { name: 'R1' } } as never);
  second.setConflict(id, []);
  expect(stored(second).conditions_since).toBeNull();
  second.setConflict(id, [OTHER]);
  expect(problems(second)).toEqual([['address_conflict', clock.nowMs()]]);
});
