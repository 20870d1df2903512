import { describe, expect, it } from 'vitest';
import type { MinerGateway } from '../../../src-main/gateway/miner-gateway.ts';
import { packPoints } from '../../../src-main/history/miner-memory.ts';
import { GapFiller, type GapFillerOptions } from '../../../src-main/recording/gap-filler.ts';
import type { MissedSpan } from '../../../src-main/store/store.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { until } from '../../fixtures/patience.ts';

const NOW = 1_767_225_600_000;
const figures = { hashrate_hs: 1, power_w: 1, pcb_temp_max_c: 1, chip_temp_max_c: 1, fan_duty_percent: 1 };
const ONE_POINT = packPoints([{ at: NOW - HOUR_MS, ...figures }]);

/** A database of gaps, and which miners were filled. */
function aStore() {
  const gaps: MissedSpan[] = [];
  const filled: string[] = [];
  const sameAs = (one: MissedSpan) => (other: MissedSpan) =>
    one.miner_id === other.miner_id && one.from_at === other.from_at;
  return {
    filled,
    gaps: async () => [...gaps],
    addGaps: async (some: readonly MissedSpan[]) => void gaps.push(...some),
    removeGaps: async (some: readonly MissedSpan[]) => {
      for (const gap of some) gaps.splice(gaps.findIndex(sameAs(gap)), 1);
    },
    fillHistory: async (missed: readonly { miner_id: string }[]) => {
      filled.push(...missed.map(({ miner_id }) => miner_id));
      return missed.map(() => 1);
    },
  };
}

type Asked = Awaited<ReturnType<MinerGateway['readMissed']>>;

function aFiller(
  store: ReturnType<typeof aStore>,
  answer: (ip: string) => Promise<Asked>,
  nowAt = NOW,
  more: Partial<GapFillerOptions> = {},
) {
  return new GapFiller({
    store,
    minerGateway: { readMissed: ({ host }) => answer(host) },
    clock: { nowMs: () => nowAt, monotonicMs: () => 0, sleep: untilAborted },
    targetOf: (id) => ({ address: { host: id, port: 80, mac: id, kind: 'vnish' }, hrMeasure: null }),
    timeoutMs: () => 1000,
    onError: () => undefined,
    onFilled: () => undefined,
    ...more,
  });
}

function untilAborted(_ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve());
  });
}

const answered = async (): Promise<Asked> => ({ ok: true, value: ONE_POINT });
const failed = (retryable: boolean) => async (): Promise<Asked> =>
  ({ ok: false, error: { code: 'timeout', message: 'no response', retryable } }) as Asked;

/** Runs it until nothing is waiting. */
async function run(filler: GapFiller): Promise<void> {
  filler.loop.start();
  await untilAsked(filler);
  await filler.loop.stop();
}

function untilAsked(filler: GapFiller): Promise<unknown> {
  const before = filler.loop.health().runs;
  return until('all to be asked', () => {
    filler.loop.wake();
    return filler.waitingIds().size === 0 && filler.loop.health().runs > before;
  });
}

describe('gaps that were found', () => {
  it('are filled after the next start where PowerHive ended before, once their miners are read again', async () => {
    const store = aStore();
    const first = aFiller(store, () => new Promise(() => undefined));
    for (const id of ['a', 'b']) first.statusRead(id, NOW - 10 * HOUR_MS, NOW);
    await until('them to be kept', async () => (await store.gaps()).length === 2);
    // Killed here. At the next start the last reading is minutes old.
    const second = aFiller(store, answered, NOW + HOUR_MS);
    second.statusRead('a', NOW + HOUR_MS - 60_000, NOW + HOUR_MS);
    await run(second);
    expect(store.filled).toEqual(['a']);
    expect((await store.gaps()).map(({ miner_id }) => miner_id)).toEqual(['b']);
    second.statusRead('b', NOW + HOUR_MS - 60_000, NOW + HOUR_MS);
    expect([...second.waitingIds()]).toEqual(['b']);
  });

  it.each([
    ['stay where a miner does not respond', failed(true), 1, []],
    ['stay where a miner refuses, which a person can change', failed(false), 1, []],
    ['go when they are filled', answered, 0, ['a']],
  ])('%s', async (_, answer, left, filled) => {
    const store = aStore();
    const filler = aFiller(store, answer);
    filler.statusRead('a', NOW - HOUR_MS, NOW);
    await run(filler);
    expect(await store.gaps()).toHaveLength(left);
    expect(store.filled).toEqual(filled);
  });

  it('are not asked for when no miner can remember them', async () => {
    const store = aStore();
    await store.addGaps([{ miner_id: 'a', from_at: NOW - 100 * HOUR_MS, to_at: NOW - 80 * HOUR_MS }]);
    const filler = aFiller(store, answered);
    filler.statusRead('a', NOW - 60_000, NOW);
    await run(filler);
    expect({ filled: store.filled, gaps: await store.gaps() }).toEqual({ filled: [], gaps: [] });
  });
});

describe('gaps of a miner that cannot be asked now', () => {
  it('are asked for when it is read again, where it had no address', async () => {
    const store = aStore();
    let hasAddress = false;
    const filler = aFiller(store, answered, NOW, {
      targetOf: (id) =>
        hasAddress ? { address: { host: id, port: 80, mac: id, kind: 'vnish' }, hrMeasure: null } : null,
    });
    filler.loop.start();
    filler.statusRead('a', NOW - HOUR_MS, NOW);
    await untilAsked(filler);
    expect([store.filled, [...filler.waitingIds()]]).toEqual([[], []]);
    hasAddress = true;
    filler.statusRead('a', NOW, NOW + 15_000);
    expect([...filler.waitingIds()]).toEqual(['a']);
    await untilAsked(filler);
    expect([store.filled, await store.gaps()]).toEqual([['a'], []]);
    await filler.loop.stop();
  });

  it.each([
    ['did not respond', failed(true), 3],
    ['refused', failed(false), 1],
  ])('are asked for an hour later, where it %s', async (_, answer, tries) => {
    const store = aStore();
    let monotonicMs = 0;
    let works = false;
    let asked = 0;
    const filler = aFiller(
      store,
      async () => {
        asked += 1;
        return works ? answered() : answer();
      },
      NOW,
      { clock: { nowMs: () => NOW + monotonicMs, monotonicMs: () => monotonicMs, sleep: untilAborted } },
    );
    filler.loop.start();
    filler.statusRead('a', NOW - HOUR_MS, NOW);
    await untilAsked(filler);
    works = true;
    monotonicMs = HOUR_MS - 1;
    filler.statusRead('a', NOW, NOW + 15_000);
    await untilAsked(filler);
    expect([asked, store.filled]).toEqual([tries, []]);
    monotonicMs = HOUR_MS;
    filler.statusRead('a', NOW, NOW + 15_000);
    await untilAsked(filler);
    expect([store.filled, await store.gaps()]).toEqual([['a'], []]);
    await filler.loop.stop();
  });
});

describe('a pause', () => {
  const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

  it('leaves every miner alone, and costs none of them a try', async () => {
    const store = aStore();
    const asked: string[] = [];
    const gate = { isOpen: false, hold: Promise.withResolvers<void>() };
    const filler = aFiller(store, async (id) => {
      asked.push(id);
      if (gate.isOpen) return answered();
      await gate.hold.promise;
      return failed(true)();
    });
    for (const id of IDS) filler.statusRead(id, NOW - HOUR_MS, NOW);
    filler.loop.start();
    // More often than a miner is retried.
    for (let pause = 0; pause < 5; pause++) {
      await until('some to be asked', () => {
        filler.loop.wake();
        return asked.length === 4;
      });
      filler.pause();
      gate.hold.resolve();
      await until('the round to end', () => !filler.loop.health().running);
      filler.loop.wake();
      await new Promise((resolve) => setImmediate(resolve));
      expect(asked.splice(0)).toHaveLength(4);
      expect(filler.waitingIds()).toEqual(new Set(IDS));
      gate.hold = Promise.withResolvers<void>();
      filler.resume();
    }
    gate.isOpen = true;
    gate.hold.resolve();
    await run(filler);
    expect(store.filled.toSorted()).toEqual(IDS);
  });

  it.each([
    ['a network that cannot be reached', { isBeyondReach: () => true }],
    ['a sleep that is noticed with the failure', 'sleeps'],
  ] as const)('is not needed: %s costs no try either', async (_, how) => {
    const store = aStore();
    let isOver = false;
    let asked = 0;
    const more: Partial<GapFillerOptions> =
      how === 'sleeps'
        ? {
            checkAwake: () => {
              if (isOver) return;
              filler.pause();
              filler.resume();
            },
          }
        : how;
    const filler: GapFiller = aFiller(
      store,
      async () => {
        asked += 1;
        isOver = asked > 5;
        return isOver ? answered() : failed(true)();
      },
      NOW,
      more,
    );
    filler.statusRead('a', NOW - HOUR_MS, NOW);
    await run(filler);
    expect(store.filled).toEqual(['a']);
  });
});
