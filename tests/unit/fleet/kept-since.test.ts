import { expect, it, onTestFinished } from 'vitest';
import { failure, success } from '../../../src-main/drivers/outcome.ts';
import { parseSummary } from '../../../src-main/drivers/vnish/payloads/summary.ts';
import type { Fleet } from '../../../src-main/fleet/fleet.ts';
import { keptSince } from '../../../src-main/fleet/kept-since.ts';
import { Polling } from '../../../src-main/polling/polling.ts';
import type { StoredMiner } from '../../../src-main/store/store.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { storedMiner, storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { s19Summary } from '../../fixtures/farm/judged-miner.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

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
  // A reading stores again when what it shows began.
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

it('a miner that is read with its key after a restart is locked from the next refusal on, and not since the earlier one', async () => {
  const clock = new ManualClock();
  const at = clock.nowMs();
  const model = storedModel({ max_preset: '9000' });
  const start = async (miner: StoredMiner, isKeyIgnored: boolean): Promise<Fleet> => {
    const fleet = await memoryFleet(clock, [miner], [model]);
    const unread = async () => failure('timeout', 'no answer', { retryable: true });
    const reading = parseSummary(s19Summary(), 'GH/s') ?? expect.unreachable();
    const polling = new Polling({
      minerGateway: {
        readStatus: async () => success({ reading, perf: null, isKeyIgnored }),
        readModel: unread,
        readBoards: unread,
      },
      fleet,
      clock,
      settings: () => Settings.parse({}),
      onError: (error) => {
        throw error;
      },
    });
    onTestFinished(() => polling.stop());
    polling.start();
    await polling.pollNow(id);
    return fleet;
  };
  const first = await memoryFleet(clock, [storedMiner({ managed: true, api_key_sealed: 'key' })], [model]);
  const trouble = { code: 'failed', message: 'Key ignored', refused: [], retryAtMs: null } as const;
  first.secrets.setKeyTrouble(id, { ...trouble, sinceAt: at });

  const ignored = await start(stored(first), true);
  expect(keptSince(stored(ignored), 'locked')).toBe(at);

  const works = await start(stored(ignored), false);
  expect(keptSince(stored(works), 'locked')).toBeNull();
  // While it is locked, a late reading does not end it.
  works.secrets.setKeyTrouble(id, { ...trouble, sinceAt: at + HOUR_MS });
  works.secrets.noteKeyWorks(id);
  expect(keptSince(stored(works), 'locked')).toBe(at + HOUR_MS);
});
