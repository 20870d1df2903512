import { expect, it } from 'vitest';
import { programFaults } from '../../../src-main/app/alerts/program-faults.ts';
import { StarvedPolls } from '../../../src-main/polling/starved-polls.ts';
import { ClockGuard } from '../../../src-main/runtime/clock-guard.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { LoopHealth } from '../../../src-shared/model/index.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { scanOf } from '../../fixtures/served/scan.ts';

const NOON = 1_764_331_200_000;

const loop = (name: string, fields: Partial<LoopHealth> = {}): LoopHealth => ({
  name,
  running: false,
  paused: false,
  interval_ms: 30_000,
  runs: 3,
  failures: 0,
  last_started_at: NOON,
  last_success_at: NOON,
  last_duration_ms: 1,
  last_error: null,
  next_run_at: null,
  counts: {},
  ...fields,
});

const faults = (more: Partial<Parameters<typeof programFaults>[1]> = {}) =>
  stateOf(more).faults.map(({ rule_id, message }) => `${rule_id}: ${message}`);

function stateOf(
  more: Partial<Parameters<typeof programFaults>[1]>,
  watching: Parameters<typeof programFaults>[0] = { state: 'watching', since_at: 0, reason: null },
) {
  return programFaults(watching, {
    guard: {
      recording: () => ({ state: 'recording', reason: null }) as never,
      loop: { health: () => loop('guard') } as never,
    },
    backups: { state: () => ({ last_error: null }) as never, isChecked: true },
    destinations: { health: () => [] },
    writeTrouble: () => null,
    threads: [],
    channelFaults: new Map(),
    lastFinishedScan: () => scanOf(),
    nowMs: () => NOON,
    startedAt: NOON - HOUR_MS,
    starvedPolls: () => 0,
    clockBehindMs: () => 0,
    loops: () => [],
    ...more,
  });
}

it('the first scan since the start is no fault while it may take its time, and is one when it hangs', () => {
  const first = (ageMs: number) =>
    stateOf(
      { lastFinishedScan: () => null },
      { state: 'not_watching', since_at: NOON - ageMs, reason: 'The first scan.' },
    );
  expect(first(5 * 60_000)).toMatchObject({ faults: [], unknown: new Set(['not_watching', 'unreachable_network']) });
  expect(first(HOUR_MS).faults.map(({ message }) => message)).toEqual(['Not monitoring: The first scan']);
});

it('a loop that fails and has not succeeded for minutes is a fault of PowerHive itself', () => {
  const failing = { last_error: 'EIO', last_success_at: NOON - 6 * 60_000 };
  expect(faults({ loops: () => [loop('discovery', { last_error: 'EIO' }), loop('retention')] })).toEqual([]);
  expect(faults({ loops: () => [loop('discovery', failing)] })).toEqual([
    'powerhive_trouble: The discovery loop fails: EIO',
  ]);
  // A loop that runs once an hour may retry first.
  expect(faults({ loops: () => [loop('retention', { ...failing, interval_ms: HOUR_MS })] })).toEqual([]);
});

it('of a loop that has not run since the start nothing is known', () => {
  const unknown = (fields: Partial<LoopHealth>) => [
    ...stateOf({ loops: () => [loop('discovery', { last_success_at: null, ...fields })] }).unknown,
  ];
  expect(unknown({})).toEqual(['loop:discovery']);
  expect(unknown({ last_success_at: NOON })).toEqual([]);
  expect(unknown({ last_error: 'EIO' })).toEqual([]);
});

it('of a destination that is behind nothing is known until it has caught up, and of another one all is', () => {
  const destination = (id: string, lag_seconds: number, late = false) =>
    ({ id, name: id, enabled: true, lag_seconds, last_error: null, late }) as never;
  const { faults, unknown } = stateOf({
    destinations: { health: () => [destination('a', 5), destination('b', 90_000), destination('c', 90_000, true)] },
  });
  expect(faults.map(({ key }) => key)).toEqual(['destination:c']);
  expect([...unknown]).toEqual(['destination:b']);
});

it('a clock that is behind what was recorded is a fault, until it has caught up or stays so for an hour', async () => {
  const clock = new ManualClock(NOON);
  const guard = new ClockGuard(clock);
  guard.note(NOON + 2 * HOUR_MS);
  expect(faults({ clockBehindMs: () => guard.behindMs() })).toEqual([
    'clock_wrong: The clock of this computer is 2 h 0 min behind what was recorded',
  ]);
  await clock.advance(HOUR_MS / 2);
  expect(guard.behindMs()).toBe(1.5 * HOUR_MS);
  await clock.advance(HOUR_MS);
  expect(guard.behindMs()).toBe(0);
  clock.setBack(2 * HOUR_MS);
  expect(guard.behindMs()).toBe(2 * HOUR_MS);
  await clock.advance(HOUR_MS / 2);
  clock.setBack(-2 * HOUR_MS);
  expect(guard.behindMs()).toBe(0);
});

it('a computer that is too busy for its polls says so itself, for five minutes', async () => {
  const clock = new ManualClock(NOON);
  const late = new StarvedPolls(clock);
  const starvedPolls = () => late.count();
  late.note();
  late.note();
  expect(faults({ starvedPolls })).toEqual([]);
  await clock.advance(60_000);
  late.note();
  expect(faults({ starvedPolls })).toEqual([
    'computer_busy: This computer is too busy: 3 polls were late in the last 5 minutes',
  ]);
  await clock.advance(240_000);
  expect(faults({ starvedPolls })).toEqual([]);
});
