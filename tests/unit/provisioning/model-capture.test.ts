import { describe, expect, it } from 'vitest';
import { failure, type Outcome, success } from '../../../src-main/drivers/outcome.ts';
import { parsePresets } from '../../../src-main/drivers/vnish/payloads/presets.ts';
import { ModelCapture } from '../../../src-main/provisioning/model-capture.ts';
import type { StoredMiner } from '../../../src-main/store/store.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { Preset } from '../../../src-shared/model/index.ts';
import { storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const ADDRESS = { host: '127.1.0.1', port: 80 };
const [X, Y, Z] = ['02:95:23:00:00:01', '02:95:23:00:00:02', '02:95:23:00:00:03'] as const;
type Unit = typeof X | typeof Y | typeof Z;

const ladder = (...tuned: number[]): Preset[] =>
  parsePresets(
    ['disabled', 2500, 3050].map((name) => ({ name, status: tuned.includes(Number(name)) ? 'tuned' : 'untuned' })),
  ) ?? [];

/** Three miners of one model, and the list of each. */
async function setUp(lists: Record<Unit, Outcome<Preset[]>>, stored: Partial<StoredMiner> = {}) {
  const clock = new ManualClock();
  const fleet = await memoryFleet(
    clock,
    [X, Y, Z].map((id) => storedMiner({ id, ...stored })),
  );
  const asked: string[] = [];
  const capture = new ModelCapture(
    {
      readModel: async () => failure('timeout', 'no answer', { retryable: true }),
      readPresets: async ({ mac }) => {
        asked.push(mac);
        return lists[mac as Unit];
      },
    },
    fleet,
    clock,
    () => 0.5,
  );
  const { signal } = new AbortController();
  const see = async (...ids: Unit[]): Promise<string[]> => {
    asked.length = 0;
    for (const id of ids) await capture.capture(id, ADDRESS, signal);
    return [...asked];
  };
  const presets = () =>
    fleet.modelRows()[0]?.presets.map(({ name, status, tuned_miners }) => [name, status, tuned_miners]) ?? null;
  return { clock, fleet, see, presets };
}

describe('presets of a model', () => {
  it('stay when a miner of it lists none, and are asked of another where none are known', async () => {
    const lists = { [X]: success([]), [Y]: success(ladder(2500)), [Z]: success([]) };
    const { clock, see, presets } = await setUp(lists);
    expect(await see(X)).toEqual([X]);
    expect(presets()).toBeNull();
    expect(await see(X, Y, Z)).toEqual([Y, Z]);
    expect(presets()?.map(([name]) => name)).toEqual(['disabled', '2500', '3050']);
    lists[Y] = success([]);
    await clock.advance(30 * HOUR_MS);
    expect(await see(X, Y, Z)).toEqual([X, Y, Z]);
    expect(presets()?.map(([name]) => name)).toEqual(['disabled', '2500', '3050']);
  });

  it('are tuned on as many miners as have tuned them, whichever was read last', async () => {
    const { fleet, see, presets } = await setUp({
      [X]: success(ladder(2500, 3050)),
      [Y]: success(ladder(2500)),
      [Z]: success(ladder()),
    });
    await see(X);
    const afterX = presets();
    expect(afterX).toEqual([
      ['disabled', 'untuned', 0],
      ['2500', 'tuned', 1],
      ['3050', 'tuned', 1],
    ]);
    await see(Y, Z);
    expect(presets()).toEqual([
      ['disabled', 'untuned', 0],
      ['2500', 'tuned', 2],
      ['3050', 'tuned', 1],
    ]);
    expect(fleet.detail(X)?.tuned_presets).toEqual(['2500', '3050']);
    expect(fleet.detail(Z)?.tuned_presets).toEqual([]);
  });

  it('are asked of each unit once a day, and of one miner an hour for the model', async () => {
    const { clock, see } = await setUp({ [X]: success(ladder()), [Y]: success(ladder()), [Z]: success(ladder()) });
    expect(await see(X, Y, Z)).toEqual([X, Y, Z]);
    await clock.advance(HOUR_MS / 2);
    expect(await see(X, Y, Z)).toEqual([]);
    await clock.advance(HOUR_MS);
    expect(await see(X, Y, Z)).toEqual([X]);
    await clock.advance(24 * HOUR_MS);
    expect(await see(X, Y, Z)).toEqual([X, Y, Z]);
  });

  it('are read again at a random time of a day from a unit whose presets are stored', async () => {
    const { clock, see } = await setUp(
      { [X]: success(ladder()), [Y]: success(ladder()), [Z]: success(ladder()) },
      { tuned_presets: [] },
    );
    expect(await see(X, Y, Z)).toEqual([X]);
    await clock.advance(12 * HOUR_MS - 1);
    expect(await see(X, Y)).toEqual([X]);
    await clock.advance(1);
    expect(await see(Y, Z)).toEqual([Y, Z]);
  });

  it('are requested of a miner again a minute after it could not respond', async () => {
    const lists = { [X]: failure('timeout', 'no answer', { retryable: true }), [Y]: success([]), [Z]: success([]) };
    const { clock, see } = await setUp(lists);
    expect(await see(X, X)).toEqual([X]);
    await clock.advance(61_000);
    expect(await see(X)).toEqual([X]);
  });
});
