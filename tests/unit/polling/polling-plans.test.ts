import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure, success } from '../../../src-main/drivers/outcome.ts';
import { DRIVERS } from '../../../src-main/drivers/registry.ts';
import { parsePerformance } from '../../../src-main/drivers/vnish/payloads/performance.ts';
import { parseSummary } from '../../../src-main/drivers/vnish/payloads/summary.ts';
import type { Fleet } from '../../../src-main/fleet/fleet.ts';
import { backoffMs } from '../../../src-main/polling/backoff.ts';
import { DueQueue } from '../../../src-main/polling/due-queue.ts';
import { nextDue } from '../../../src-main/polling/phase.ts';
import { PollLoop } from '../../../src-main/polling/poll-loop.ts';
import type { PollEnd } from '../../../src-main/polling/poll-waiters.ts';
import { Polling } from '../../../src-main/polling/polling.ts';
import { staleAfterMs } from '../../../src-shared/judging/thresholds.ts';
import { DAY_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { deviceModel, entry, storedMiner, storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { s19Summary } from '../../fixtures/farm/judged-miner.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => `miner-${i}`);

describe('the due queue', () => {
  it('spreads ten thousand newcomers over the interval, and asks the first of them at once', () => {
    const queue = new DueQueue();
    queue.setMembers(ids(10_000), 0, 15_000);
    expect(queue.take(0, 100)).toHaveLength(1);
    const perSecond = Array.from({ length: 15 }, (_, second) => queue.take((second + 1) * 1000, 10_000).length);
    expect(Math.max(...perSecond)).toBeLessThan(700);
    expect(perSecond.reduce((a, b) => a + b, 1)).toBe(10_000);
  });

  it('hands no miner out twice until it is scheduled again, and forgets who is no member', () => {
    const queue = new DueQueue();
    queue.setMembers(['a', 'b'], 0, 1000);
    expect(queue.take(1000, 10)).toEqual(['a', 'b']);
    expect(queue.take(9000, 10)).toEqual([]);
    queue.schedule('a', 2000);
    queue.setMembers(['a'], 1000, 1000);
    queue.schedule('b', 2000);
    expect(queue.take(2000, 10)).toEqual(['a']);
  });
});

describe('the phase', () => {
  const phases = ids(3000).map((id) => nextDue(id, 1e6, 15_000, 0));

  it('comes after the moment asked for, and again each interval later', () => {
    for (const [i, at] of phases.entries()) {
      expect(at).toBeGreaterThan(1e6);
      expect(at).toBeLessThanOrEqual(1e6 + 15_000);
      expect(nextDue(`miner-${i}`, at, 15_000, 0)).toBe(at + 15_000);
    }
  });

  it('goes on an interval at a time on a clock of fractions', () => {
    let at = 12_345.678901;
    for (let i = 0; i < 1000; i++) {
      const next = nextDue('miner-7', at, 60_000, 1000);
      if (i > 0) expect(next - at).toBe(60_000);
      at = next;
    }
  });

  it('is spread over the interval', () => {
    const perSecond = new Map<number, number>();
    for (const at of phases)
      perSecond.set(Math.ceil((at - 1e6) / 1000), (perSecond.get(Math.ceil((at - 1e6) / 1000)) ?? 0) + 1);
    expect(perSecond.size).toBe(15);
    // 200 per second are expected; the standard deviation is about 14.
    for (const count of perSecond.values()) expect(Math.abs(count - 200)).toBeLessThan(70);
  });

  it('is the same in all loops, but for the lag', () => {
    for (const id of ids(100)) {
      const chipsAt = nextDue(id, 5e6, 60_000, 1000);
      expect(nextDue(id, chipsAt - 1500, 15_000, 0)).toBe(chipsAt - 1000);
    }
  });
});

describe('the backoff', () => {
  it('grows from the interval to five minutes, give or take a fifth', () => {
    expect(backoffMs(1, 15_000, () => 0.5)).toBe(15_000);
    expect(backoffMs(2, 15_000, () => 0.5)).toBe(30_000);
    expect(backoffMs(10, 15_000, () => 0.5)).toBe(300_000);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1000, max: 86_400_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, intervalMs, luck) => {
          const ms = backoffMs(failures, intervalMs, () => luck);
          // The first retry comes after one interval, each further one after at least two.
          const least = Math.min(intervalMs * (failures > 1 ? 2 : 1), Math.max(300_000, intervalMs));
          expect(ms).toBeGreaterThanOrEqual(least * 0.8 - 1);
          expect(ms).toBeLessThanOrEqual(Math.max(300_000, intervalMs) * 1.2 + 1);
        },
      ),
    );
  });
});

describe('the backoff and the age of a reading', () => {
  const gapOf = async (lost: number, everyMs: number, luck: number): Promise<number> => {
    const clock = new ManualClock();
    let [polls, lastAt, longest] = [0, 0, 0];
    const loop = new PollLoop({
      name: 'status',
      clock,
      random: () => luck,
      intervalMs: () => everyMs,
      concurrency: () => 8,
      members: () => MEMBERS,
      poll: async () => {
        polls += 1;
        if (polls > 4 && polls <= 4 + lost) {
          await clock.sleep(5000);
          return { ok: false, message: 'no answer within 5 s' };
        }
        if (polls > 1) longest = Math.max(longest, clock.nowMs() - lastAt);
        lastAt = clock.nowMs();
        return { ok: true };
      },
      onEnd: () => undefined,
      onError: (error) => {
        throw error;
      },
    });
    loop.start();
    await clock.advance(everyMs * 20);
    await loop.stop();
    return longest;
  };
  const MEMBERS = ['miner-0'];

  it('fit: one lost poll makes no reading old, with the worst of luck and the longest timeout', async () => {
    for (const everyMs of [15_000, 60_000]) {
      for (const luck of [0, 0.5, 1]) expect(await gapOf(1, everyMs, luck)).toBeLessThan(staleAfterMs(everyMs));
    }
  });
});

describe('the poll loop', () => {
  function setUp(
    poll: (id: string, clock: ManualClock, signal: AbortSignal) => Promise<PollEnd>,
    members: string[],
    concurrency = 8,
    interval = { ms: 15_000 },
  ) {
    const clock = new ManualClock();
    const asked: { id: string; atMs: number }[] = [];
    const ended: { id: string; ok: boolean; nextAttemptAt: number }[] = [];
    const t0 = clock.nowMs();
    const loop = new PollLoop({
      name: 'status',
      clock,
      random: () => 0.5,
      intervalMs: () => interval.ms,
      concurrency: () => concurrency,
      members: () => [...members],
      poll: (id, signal) => {
        asked.push({ id, atMs: clock.nowMs() - t0 });
        return poll(id, clock, signal);
      },
      onEnd: (id, end, nextAttemptAt) => ended.push({ id, ok: end.ok, nextAttemptAt: nextAttemptAt - t0 }),
      onError: () => undefined,
    });
    const askedAt = (id: string): number[] => asked.filter((entry) => entry.id === id).map((entry) => entry.atMs);
    return { clock, loop, asked, ended, askedAt, members };
  }

  it('asks every member soon, and from then on once an interval, each on its own phase', async () => {
    const { clock, loop, askedAt } = setUp(async () => ({ ok: true }), ids(5));
    loop.start();
    await clock.advance(61_000);
    for (const id of ids(5)) {
      const [first = Number.NaN, ...phases] = askedAt(id);
      expect(first).toBeLessThanOrEqual(500);
      expect(phases.length).toBeGreaterThanOrEqual(3);
      expect(phases[0]).toBeLessThan(22_600);
      for (const [i, at] of phases.entries())
        if (i > 0) expect(Math.abs(at - (phases[i - 1] ?? 0) - 15_000)).toBeLessThanOrEqual(500);
    }
    await loop.stop();
  });

  it('keeps to a shortened interval at once, also where a turn of the old one was hours away', async () => {
    const interval = { ms: 15_000 };
    const fails = async (id: string): Promise<PollEnd> =>
      id === 'miner-0' ? { ok: false, message: 'no answer' } : { ok: true };
    const { clock, loop, asked, askedAt } = setUp(fails, ids(8), 8, interval);
    loop.start();
    await clock.advance(16_000);
    interval.ms = 86_400_000;
    loop.wake();
    await clock.advance(120_000);
    const before = asked.length;
    await clock.advance(600_000);
    expect(asked.length).toBe(before);
    interval.ms = 15_000;
    loop.wake();
    await clock.advance(15_600);
    for (const id of ids(8)) expect(askedAt(id).filter((at) => at > 736_000)).toHaveLength(1);
    await clock.advance(45_000);
    for (const id of ids(8).slice(1)) expect(askedAt(id).filter((at) => at > 736_000)).toHaveLength(4);
    await loop.stop();
  });

  it('lets the screens of a large farm go first', async () => {
    const { clock, loop, asked } = setUp(async () => ({ ok: true }), ids(5000), 5000);
    loop.start();
    await clock.advance(2900);
    expect(asked).toEqual([]);
    await clock.advance(15_500);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(5000);
    await loop.stop();
  });

  it('lets one hung miner delay no other', async () => {
    const { clock, loop, askedAt } = setUp(async (id, at, signal) => {
      if (id === 'miner-0') await at.sleep(3_600_000, signal);
      return { ok: true };
    }, ids(5));
    loop.start();
    await clock.advance(60_500);
    expect(askedAt('miner-0')).toHaveLength(1);
    for (const id of ids(5).slice(1)) expect(askedAt(id).length).toBeGreaterThanOrEqual(4);
    await loop.stop();
  });

  it('is behind while miners wait long for their turn, and not where all are asked in time', async () => {
    const slowly = { ms: 20 };
    const { clock, loop } = setUp(
      async (_, at, signal) => {
        await at.sleep(slowly.ms, signal);
        return { ok: true };
      },
      ids(50),
      2,
    );
    loop.start();
    await clock.advance(16_000);
    expect(loop.isBehind).toBe(false);
    slowly.ms = 30_000;
    await clock.advance(20_000);
    expect(loop.isBehind).toBe(true);
    slowly.ms = 20;
    await clock.advance(60_000);
    expect(loop.isBehind).toBe(false);
    slowly.ms = 30_000;
    await clock.advance(20_000);
    loop.pause();
    expect(loop.isBehind).toBe(false);
    await loop.stop();
  });

  it('reads the healthy half of a farm on time while the other half goes dark, as many as the limit bears', async () => {
    const farm = ids(400);
    const isDark = (id: string): boolean => Number(id.slice('miner-'.length)) % 2 === 1;
    const lastAtMs = new Map<string, number>();
    let hasGoneDark = false;
    let inside = 0;
    let most = 0;
    let worstGapMs = 0;
    const { clock, loop } = setUp(
      async (id, at) => {
        inside += 1;
        most = Math.max(most, inside);
        const isSilent = hasGoneDark && isDark(id);
        await at.sleep(isSilent ? 5000 : 30);
        inside -= 1;
        if (isSilent) return { ok: false, message: 'no answer' };
        if (!isDark(id) && hasGoneDark)
          worstGapMs = Math.max(worstGapMs, at.nowMs() - (lastAtMs.get(id) ?? at.nowMs()));
        lastAtMs.set(id, at.nowMs());
        return { ok: true };
      },
      farm,
      13,
    );
    loop.start();
    await clock.advance(30_000);
    hasGoneDark = true;
    await clock.advance(60_000);
    expect(worstGapMs).toBeLessThan(17_000);
    expect(most).toBeLessThanOrEqual(9 * 13);
    const stopped = loop.stop();
    await clock.advance(5000);
    await stopped;
  });

  it('polls a failing miner ever less often, and as before once it responds', async () => {
    let broken = true;
    const { clock, loop, askedAt, ended } = setUp(
      async () => (broken ? { ok: false, message: 'no answer' } : { ok: true }),
      ['miner-0'],
    );
    loop.start();
    await clock.advance(1000);
    expect(ended[0]).toEqual({ id: 'miner-0', ok: false, nextAttemptAt: 15_000 });
    await clock.advance(1_200_000);
    const gaps = askedAt('miner-0').map((at, i, all) => Math.round((at - (all[i - 1] ?? 0)) / 1000));
    expect(gaps.slice(0, 8)).toEqual([0, 15, 30, 60, 120, 240, 300, 300]);
    broken = false;
    await clock.advance(300_000);
    const before = askedAt('miner-0').length;
    await clock.advance(60_000);
    expect(askedAt('miner-0').length - before).toBe(4);
    await loop.stop();
  });

  it('forgets the failures of a miner that it polls no more', async () => {
    const members = ['miner-0'];
    const { clock, loop, askedAt } = setUp(async () => ({ ok: false, message: 'no answer' }), members);
    loop.start();
    await clock.advance(20 * MINUTE_MS);
    members.pop();
    await clock.advance(DAY_MS);
    const before = askedAt('miner-0').length;
    members.push('miner-0');
    await clock.advance(5 * MINUTE_MS);
    const again = askedAt('miner-0').slice(before);
    const gaps = again.map((at, i) => Math.round((at - (again[i - 1] ?? at)) / 1000));
    expect(gaps).toEqual([0, 15, 30, 60, 120]);
    await loop.stop();
  });

  it('keeps to its limit, and takes a newcomer as soon as it is woken', async () => {
    let inside = 0;
    let most = 0;
    const members = ids(20);
    const { clock, loop, askedAt } = setUp(
      async (_, at) => {
        inside += 1;
        most = Math.max(most, inside);
        await at.sleep(200);
        inside -= 1;
        return { ok: true };
      },
      members,
      4,
    );
    loop.start();
    await clock.advance(10_000);
    expect(most).toBe(4);
    members.push('late');
    loop.wake();
    await clock.advance(150);
    expect(askedAt('late')).toHaveLength(1);
    const stopped = loop.stop();
    await clock.advance(500);
    await stopped;
  });

  it('polls a miner at once when it is asked to, whatever its back-off, and forgets its failures', async () => {
    let broken = true;
    const { clock, loop, askedAt, ended } = setUp(
      async () => (broken ? { ok: false, message: 'no answer' } : { ok: true }),
      ['miner-0'],
    );
    loop.start();
    await clock.advance(500_000);
    const tries = askedAt('miner-0').length;
    const again = loop.pollNow('miner-0');
    await clock.advance(0);
    expect(await again).toEqual({ ok: false, message: 'no answer' });
    expect(askedAt('miner-0').slice(tries)).toEqual([500_000]);
    // The back-off is counted from its start.
    expect(ended.at(-1)?.nextAttemptAt).toBe(515_000);

    broken = false;
    const repaired = loop.pollNow('miner-0');
    await clock.advance(0);
    expect(await repaired).toEqual({ ok: true });
    expect(askedAt('miner-0')).toHaveLength(tries + 2);
    await clock.advance(60_000);
    expect(askedAt('miner-0').length - tries - 2).toBeGreaterThanOrEqual(3);
    await loop.stop();
  });

  it('returns a poll that began after it was requested, one for all who wait', async () => {
    const { clock, loop, askedAt } = setUp(
      async (_, at) => {
        await at.sleep(1000);
        return { ok: true };
      },
      ['miner-0'],
    );
    loop.start();
    await clock.advance(500);
    expect(askedAt('miner-0')).toEqual([0]);
    const ends: number[] = [];
    const t0 = clock.nowMs();
    for (let i = 0; i < 3; i++) void loop.pollNow('miner-0').then(() => ends.push(clock.nowMs() - t0));
    await clock.advance(10_000);
    expect(askedAt('miner-0').filter((at) => at < 3000)).toEqual([0, 1000]);
    expect(ends).toEqual([1500, 1500, 1500]);
    await loop.stop();
  });

  it('lets a caller know soon, and by itself, that the miner which it waits for is polled no more', async () => {
    const members = ids(10);
    const { clock, loop, askedAt } = setUp(
      async (_, at, signal) => {
        await at.sleep(3_600_000, signal);
        return { ok: true };
      },
      members,
      1,
    );
    loop.start();
    // One starts each half second, until one and eight slow ones leave no room for the last.
    await clock.advance(30_000);
    expect(members.filter((id) => askedAt(id).length === 0)).toHaveLength(1);
    const waiting = members.find((id) => askedAt(id).length === 0) ?? '';
    const leaves = loop.pollNow(waiting);
    members.splice(members.indexOf(waiting), 1);
    await clock.advance(2000);
    expect(await leaves).toMatchObject({ ok: false, message: expect.stringContaining('not monitored') });
    await loop.stop();
  });

  it('does not keep a caller waiting for a poll that never comes', async () => {
    const members = ['miner-0', 'miner-1'];
    const { clock, loop } = setUp(
      async (_, at, signal) => {
        await at.sleep(3_600_000, signal);
        return { ok: true };
      },
      members,
      1,
    );
    loop.start();
    await clock.advance(10);
    expect(await loop.pollNow('stranger')).toMatchObject({
      ok: false,
      message: expect.stringContaining('not monitored'),
    });
    const leaves = loop.pollNow('miner-1');
    members.pop();
    loop.wake();
    await clock.advance(400);
    expect(await leaves).toMatchObject({ ok: false, message: expect.stringContaining('not monitored') });
    const hung = loop.pollNow('miner-0');
    loop.pause();
    expect(await hung).toMatchObject({ ok: false, message: expect.stringContaining('dropped') });
    expect(await loop.pollNow('miner-0')).toMatchObject({ ok: false });
    loop.resume();
    await clock.advance(10);
    const last = loop.pollNow('miner-0');
    await loop.stop();
    expect(await last).toMatchObject({ ok: false, message: expect.stringContaining('dropped') });
  });
});

describe('the preset in effect', () => {
  /** A polled miner whose preset changes while its state stays. */
  async function polled() {
    const clock = new ManualClock();
    const miner = storedMiner({ ip: '127.0.0.1', last_ip: '127.0.0.1', managed: true, api_key_sealed: 'key' });
    const model = storedModel({ alias: miner.model_alias as string, max_preset: '9000' });
    const fleet = await memoryFleet(clock, [miner], [model]);
    const now = { preset: '3050', asked: 0 };
    const settings = Settings.parse({});
    const silent = async () => failure('timeout', 'no answer', { retryable: true });
    const polling = new Polling({
      minerGateway: {
        async readStatus(_, { isPresetFresh }) {
          if (!isPresetFresh) now.asked += 1;
          const pretty = `${now.preset} watt ~ 104 TH`;
          const perf = isPresetFresh
            ? null
            : parsePerformance({ current_preset: { name: now.preset, pretty, status: 'tuned' } });
          const reading = parseSummary(s19Summary({}, [{}, {}, {}], now.asked), 'GH/s');
          if (reading === null) throw new Error('no summary');
          return success({ reading, perf, isKeyIgnored: false });
        },
        readModel: silent,
        readBoards: silent,
      },
      fleet,
      clock,
      settings: () => settings,
      onError: (error) => {
        throw error;
      },
    });
    polling.start();
    await clock.advance(2 * MINUTE_MS);
    const shown = () => fleet.entry(miner.id)?.latest?.figures.preset;
    expect(shown()).toBe('3050');
    now.asked = 0;
    return { clock, polling, now, shown, id: miner.id };
  }

  it('is read once a minute, also after the clock was set back', async () => {
    const { clock, polling, now, shown } = await polled();
    clock.setBack(DAY_MS);
    now.preset = '4690';
    await clock.advance(10 * MINUTE_MS);
    await polling.stop();
    expect(shown()).toBe('4690');
    expect([now.asked >= 8, now.asked <= 12]).toEqual([true, true]);
  });

  it('is read at once on a miner that was changed, and then once a minute again', async () => {
    const { clock, polling, now, shown, id } = await polled();
    await clock.advance(MINUTE_MS);
    now.asked = 0;
    now.preset = '4690';
    const read = polling.pollChanged(id);
    await clock.advance(1);
    await read;
    expect([shown(), now.asked]).toEqual(['4690', 1]);
    await clock.advance(MINUTE_MS - 20_000);
    expect(now.asked).toBe(1);
    await polling.stop();
  });
});

it('a poll of the boards has one deadline, also where the hardware of the miner is asked first', async () => {
  const clock = new ManualClock();
  const miner = storedMiner({ ip: '127.0.0.1', last_ip: '127.0.0.1', managed: true, api_key_sealed: 'key' });
  const model = storedModel({ alias: miner.model_alias as string, max_preset: '9000' });
  const fleet = await memoryFleet(clock, [miner], [model]);
  const settings = Settings.parse({ polling: { timeout_ms: 5000 } });
  let modelTakesMs = 3000;
  const boardsHad: (number | undefined)[] = [];
  const silent = async () => failure('timeout', 'no answer', { retryable: true });
  const polling = new Polling({
    minerGateway: {
      readStatus: silent,
      async readModel() {
        clock.elapse(modelTakesMs);
        return modelTakesMs < 5000 ? failure('http_error', '500', { retryable: true }) : silent();
      },
      async readBoards(_target, _context, call) {
        boardsHad.push(call?.timeoutMs);
        return silent();
      },
    },
    fleet,
    clock,
    settings: () => settings,
    onError: (error) => {
      throw error;
    },
  });
  polling.telemetry.start();
  await clock.advance(2 * MINUTE_MS);
  expect(new Set(boardsHad)).toEqual(new Set([2000]));
  const asked = boardsHad.length;
  // No time is left for the boards: they are read with the next poll.
  modelTakesMs = 5000;
  await clock.advance(10 * MINUTE_MS);
  await polling.stop();
  expect(boardsHad.length).toBe(asked);
  expect(fleet.entry(miner.id)?.boardsPoll.failure).not.toBeNull();
});

describe('a poll that failed here', () => {
  it.each([
    ['the thread that asks is gone, or stuck', 'not_sent', false],
    ['this computer was too busy to wait for the answer', 'starved', true],
  ] as const)('is no failure of the miner: %s', async (_, code, isLate) => {
    const clock = new ManualClock();
    const ends: string[] = [];
    const note = (what: string) => () => void ends.push(what);
    const members = [storedMiner().id];
    const fleet = {
      polledIds: () => members,
      entry: () => entry({ device: deviceModel() }),
      driverOf: () => DRIVERS.get('vnish'),
      modelOf: () => null,
      secrets: { apiKey: () => null, suspectKey: note('key suspected'), noteKeyWorks: note('key works') },
      readings: {
        pollFailed: note('failed'),
        pollNotTried: note('not tried'),
        boardsFailed: note('boards failed'),
        boardsBackground: () => ({ minerState: null, boardStates: [], chipsPerBoard: null }),
      },
    } as unknown as Fleet;
    const settings = Settings.parse({});
    const notSent = async () => failure(code, 'no word', { retryable: true });
    const polling = new Polling({
      minerGateway: { readStatus: notSent, readBoards: notSent, readModel: notSent },
      fleet,
      clock,
      settings: () => settings,
      onError: (error) => {
        throw error;
      },
    });
    polling.start();
    await clock.advance(65_000);
    await polling.stop();
    expect(ends.length).toBeGreaterThanOrEqual(4);
    expect(new Set(ends)).toEqual(new Set(['not tried']));
    expect(polling.starved.count() > 0).toBe(isLate);
  });
});
