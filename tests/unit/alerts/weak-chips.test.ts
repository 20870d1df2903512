import { expect, it } from 'vitest';
import { ChipDays } from '../../../src-main/alerts/weak-chips/chip-days.ts';
import type { ChipsOfMiner } from '../../../src-main/alerts/weak-chips/compare-chips.ts';
import type { StoredChipDay } from '../../../src-main/store/store.ts';
import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { openOutbox, outboxDisk } from '../../fixtures/alerts/memory-outbox.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

/** A Wednesday at noon, in local time. */
const WEDNESDAY = new Date(2026, 10, 25, 12).getTime();
const MONDAY = new Date(2026, 10, 30, 0, 30).getTime();

/** A farm of miners with these numbers of chips by grade; null is not read. */
async function farmAt(startMs: number, disk = outboxDisk({}, { min_severity: 'critical' }, { enabled: false })) {
  const clock = new ManualClock(startMs);
  const { outbox, sent } = await openOutbox(disk, clock);
  const chips = new Map<string, readonly [orange: number, red: number] | null>();
  const days: StoredChipDay[] = [];
  const miners = (): ChipsOfMiner[] =>
    [...chips].map(([name, counts]) => {
      const chain =
        counts === null ? null : { chain_id: 1, chips_orange: counts[0], chips_red: counts[1], chips_grey: 60 };
      return {
        id: `02:00:00:00:00:${name.slice(1)}`,
        name,
        weak_chips: counts === null ? null : { weak: counts[0], bad: counts[1] },
        latest_status: { recorded_at: clock.nowMs(), state: 'mining' },
        chains: chain === null ? [] : [chain],
      };
    });
  const open = async () => {
    const opened = new ChipDays({
      store: {
        chipDays: async () => days.toSorted((a, b) => a.at - b.at),
        async keepChipDay(day, keptFrom, deliveries) {
          if (disk.broken != null) throw disk.broken;
          days.splice(0, days.length, ...days.filter(({ at }) => at >= keptFrom), day);
          disk.outbox.push(...deliveries);
        },
      },
      miners,
      outbox,
      retentionNowMs: async () => disk.retentionNowMs ?? clock.nowMs(),
      clock,
      onError: () => undefined,
    });
    await opened.load();
    return opened;
  };
  let chipDays = await open();
  return {
    ...{ clock, disk, chips, days, sent },
    list: () => chipDays.list(),
    restart: async () => {
      chipDays = await open();
    },
    tick: () => chipDays.tick(),
    /** Hour by hour, like the program. */
    async pass(toMs: number): Promise<void> {
      while (clock.nowMs() < toMs) {
        await clock.advance(Math.min(HOUR_MS, toMs - clock.nowMs()));
        await chipDays.tick();
      }
    },
  };
}

it('lists the miners that have weak or bad chips, the worst change over a week first', async () => {
  const farm = await farmAt(WEDNESDAY);
  farm.chips.set('M1', [2, 0]).set('M2', [9, 1]).set('M3', [0, 0]).set('M4', null);
  expect(farm.list()).toMatchObject({ since_at: null, unread: 1, miners: [{ name: 'M2' }, { name: 'M1' }] });
  await farm.tick();
  farm.chips.set('M1', [6, 1]).set('M3', [1, 0]).set('M4', [3, 0]);
  await farm.pass(WEDNESDAY + 7 * DAY_MS);
  const boards = (chips_orange: number, chips_red: number) => [
    { chain_id: 1, chips: 60 + chips_orange + chips_red, chips_orange, chips_red },
  ];
  expect(farm.list()).toEqual({
    since_at: WEDNESDAY,
    unread: 0,
    miners: [
      {
        id: '02:00:00:00:00:1',
        name: 'M1',
        chips_orange: 6,
        chips_red: 1,
        boards: boards(6, 1),
        orange_change: 4,
        red_change: 1,
      },
      {
        id: '02:00:00:00:00:3',
        name: 'M3',
        chips_orange: 1,
        chips_red: 0,
        boards: boards(1, 0),
        orange_change: 1,
        red_change: 0,
      },
      {
        id: '02:00:00:00:00:2',
        name: 'M2',
        chips_orange: 9,
        chips_red: 1,
        boards: boards(9, 1),
        orange_change: 0,
        red_change: 0,
      },
      // Not read a week ago.
      {
        id: '02:00:00:00:00:4',
        name: 'M4',
        chips_orange: 3,
        chips_red: 0,
        boards: boards(3, 0),
        orange_change: null,
        red_change: null,
      },
    ],
  });
  // After two weeks, the period is still one week.
  await farm.pass(WEDNESDAY + 14 * DAY_MS);
  expect(farm.list().since_at).toBeGreaterThanOrEqual(WEDNESDAY + 6 * DAY_MS);
  expect(farm.days.length).toBeLessThanOrEqual(10);
});

it('is in the digest of a channel once a week, on Monday, and in no other', async () => {
  const farm = await farmAt(WEDNESDAY);
  farm.chips.set('M1', [2, 0]);
  await farm.tick();
  await farm.pass(MONDAY - HOUR_MS);
  expect(farm.sent).toEqual([]);
  farm.chips.set('M1', [5, 1]);
  await farm.pass(MONDAY + 12 * HOUR_MS);
  expect(farm.sent.map(({ channelId, at }) => [channelId, new Date(at).getHours()])).toEqual([['channel-1', 7]]);
  const [{ message } = { message: null }] = farm.sent;
  expect(message).toMatchObject({
    event: 'digest',
    title: 'Digest: 0 new problems, 0 recovered, 0 open now, weak chips in 1 miner',
    digest: { broke: [], weak_chips: { miners: [{ name: 'M1', orange_change: 3, red_change: 1 }] } },
  });
  expect(message?.body).toMatch(/Weak chips, and the change since 25 Nov 12:00:\n- M1: 5 weak \(\+3\), 1 bad \(\+1\)/);
  await farm.pass(MONDAY + 6 * DAY_MS);
  expect(farm.sent).toHaveLength(1);
  await farm.pass(MONDAY + 7 * DAY_MS + 12 * HOUR_MS);
  expect(farm.sent).toHaveLength(2);
});

it('has a hundred miners of many in a digest, and how many more there are', async () => {
  const farm = await farmAt(WEDNESDAY);
  for (let n = 0; n < 130; n++) farm.chips.set(`M${n}`, [n + 1, 0]);
  await farm.tick();
  await farm.pass(MONDAY + 12 * HOUR_MS);
  const [{ message } = { message: null }] = farm.sent;
  expect(message?.title).toMatch(/weak chips in 130 miners$/);
  expect(message?.digest?.weak_chips).toMatchObject({ more: 30, miners: { length: 100, 0: { name: 'M129' } } });
  expect(message?.body).toMatch(/- and 110 more$/);
  expect(farm.list().miners).toHaveLength(130);
});

it('outlives a restart, comes on the first day on which the program runs, and not where nothing is weak', async () => {
  const farm = await farmAt(WEDNESDAY);
  farm.chips.set('M1', [0, 0]);
  await farm.tick();
  // The program did not run on Monday and Tuesday.
  await farm.clock.advance(MONDAY + 2 * DAY_MS - WEDNESDAY);
  await farm.restart();
  expect(await farm.tick()).toBe(1);
  expect(await farm.tick()).toBe(0);
  expect(farm.disk.outbox).toEqual([]);
  farm.chips.set('M1', [1, 0]);
  await farm.clock.advance(6 * DAY_MS);
  await farm.restart();
  await farm.tick();
  await farm.restart();
  await farm.tick();
  expect(farm.disk.outbox.map(({ channel_id, event }) => `${channel_id} ${event}`)).toEqual(['channel-1 weak_chips']);
});

it('what cannot be written is tried again within the hour, and sent once', async () => {
  const farm = await farmAt(WEDNESDAY);
  farm.chips.set('M1', [1, 0]);
  await farm.tick();
  await farm.clock.advance(MONDAY - WEDNESDAY);
  farm.disk.broken = new Error('disk full');
  await expect(farm.tick()).rejects.toThrow('disk full');
  farm.disk.broken = null;
  await farm.pass(MONDAY + 12 * HOUR_MS);
  expect(farm.sent).toHaveLength(1);
});

it('a clock that leaps years ahead takes no day away with which the list compares', async () => {
  const farm = await farmAt(WEDNESDAY);
  farm.chips.set('M1', [2, 0]);
  await farm.tick();
  farm.disk.retentionNowMs = WEDNESDAY;
  farm.clock.setBack(-3650 * DAY_MS);
  expect(await farm.tick()).toBe(1);
  expect(farm.days.map(({ at }) => at)).toEqual([WEDNESDAY, WEDNESDAY + 3650 * DAY_MS]);
});

it('a clock that is set back by years takes no day away either, and the list goes on where it was', async () => {
  const farm = await farmAt(WEDNESDAY);
  farm.chips.set('M1', [2, 0]);
  await farm.tick();
  await farm.pass(WEDNESDAY + 7 * DAY_MS);
  const kept = farm.days.map(({ at }) => at);
  farm.clock.setBack(3650 * DAY_MS);
  expect(await farm.tick()).toBe(1);
  await farm.restart();
  // Days in the future are not used for comparison.
  expect(farm.list().since_at).toBe(WEDNESDAY - 3643 * DAY_MS);
  farm.clock.setBack(-3650 * DAY_MS);
  await farm.restart();
  expect(await farm.tick()).toBe(0);
  expect(farm.days.map(({ at }) => at)).toEqual(expect.arrayContaining(kept));
  expect(farm.list().since_at).toBe(WEDNESDAY);
});
