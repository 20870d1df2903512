import { expect, it } from 'vitest';
import { EventBus } from '../../../src-main/events/bus.ts';
import { logEvents } from '../../../src-main/events/log-events.ts';
import { loggedMiner } from '../../../src-main/events/logged-miner.ts';
import {
  type ConditionCode,
  type ConditionSeverity,
  FarmEvent,
  type NewEvent,
} from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const MANAGED: NewEvent = {
  event: 'miner_managed',
  miner_id: '02:95:23:00:00:01',
  actor: TESTER,
  data: { name: 'R1' },
};

function setUp() {
  const steps: string[] = [];
  const errors: unknown[] = [];
  const disk = { answer: Promise.resolve(), changes: true };
  const bus = new EventBus({
    clock: new ManualClock(),
    journal: {
      add: ({ event }) => steps.push(`keep ${event}`),
      write: async ({ event }) => {
        await disk.answer;
        steps.push(`wrote ${event}`);
      },
      writeChange: async (events, { call, args }) => {
        await disk.answer;
        steps.push(`${call} ${args.join(' ')} with ${events.map(({ event }) => event).join()}`);
        return { value: true, isWritten: disk.changes };
      },
    },
    onError: (error) => errors.push(error),
  });
  return { bus, steps, errors, disk };
}

it('completes an event with its id and its moment, so that it is one of the closed union', () => {
  const { bus } = setUp();
  const seen: FarmEvent[] = [];
  bus.subscribe((event) => seen.push(event));
  bus.publish(MANAGED);
  bus.publish({ event: 'program_stopped', data: {} });
  expect(seen.map((event) => FarmEvent.parse(event))).toEqual(seen);
  expect(seen).toMatchObject([MANAGED, { event: 'program_stopped', actor: null, miner_id: null }]);
  const ids = seen.map(({ event_id }) => event_id);
  expect(ids.toSorted()).toEqual(ids);
});

it('notifies listeners of a recorded event only when it is on disk, and of none that is not', async () => {
  const { bus, steps, disk } = setUp();
  bus.subscribe(({ event }) => steps.push(`heard ${event}`));
  await bus.record(MANAGED);
  expect(steps).toEqual(['wrote miner_managed', 'heard miner_managed']);
  disk.answer = Promise.reject(new Error('full'));
  await expect(bus.record(MANAGED)).rejects.toThrow('full');
  expect(steps).toHaveLength(2);
});

it('makes a change together with its events, and notifies listeners when both are on disk', async () => {
  const { bus, steps, disk } = setUp();
  bus.subscribe(({ event }) => steps.push(`heard ${event}`));
  expect(await bus.change([MANAGED], 'removeToken', 'T')).toBe(true);
  expect(steps).toEqual(['removeToken T with miner_managed', 'heard miner_managed']);
  disk.changes = false;
  await bus.change([MANAGED], 'removeToken', 'U');
  expect(steps).toHaveLength(3);
  disk.answer = Promise.reject(new Error('full'));
  await expect(bus.change([MANAGED], 'removeToken', 'V')).rejects.toThrow('full');
  expect(steps).toHaveLength(3);
});

it('goes on with the other listeners where one fails, and until a listener leaves', () => {
  const { bus, errors } = setUp();
  const heard: string[] = [];
  bus.subscribe(() => {
    throw new Error('a bad listener');
  });
  const leave = bus.subscribe(({ event }) => heard.push(event));
  bus.publish(MANAGED);
  leave();
  bus.publish(MANAGED);
  expect(heard).toEqual(['miner_managed']);
  expect(errors).toHaveLength(2);
});

/** One miner, offline, as the log names it. */
const minerOf = (id: string) =>
  loggedMiner(id, {
    id,
    ip: null,
    last_ip: '10.0.0.5',
    nickname: 'R1',
    label: null,
    hostname: null,
    model_alias: null,
  });

it('is followed by the log: each event at its level, with its code, who asked, and its sentence', () => {
  const { bus } = setUp();
  const lines: unknown[] = [];
  const line = (level: string) => (about: object, text: string) => lines.push([level, about, text]);
  bus.subscribe(logEvents({ info: line('info'), warn: line('warn'), error: line('error') } as never, minerOf));
  bus.publish(MANAGED);
  bus.publish({ event: 'miner_offline', data: { name: 'R1', ip: null } });
  bus.publish({ event: 'backup_failed', data: { reason: 'no room' } });
  expect(lines).toMatchObject([
    [
      'info',
      { event: 'miner_managed', miner: 'R1', miner_id: MANAGED.miner_id, ip: '10.0.0.5', via: 'rest', by: 'tester' },
      'R1 is managed',
    ],
    ['warn', { event: 'miner_offline' }, 'R1 went offline'],
    ['error', { event: 'backup_failed' }, 'No backup was made: no room'],
  ]);
});

it('lets listeners hear of every condition, and keeps and logs the critical ones', () => {
  const { bus, steps } = setUp();
  const heard: string[] = [];
  const lines: string[] = [];
  const line = (_: object, text: string) => lines.push(text);
  bus.subscribe(({ event }) => heard.push(event));
  bus.subscribe(logEvents({ info: line, warn: line, error: line } as never, minerOf));
  const began = (code: ConditionCode, severity: ConditionSeverity): NewEvent => ({
    event: 'condition_began',
    data: { name: 'R1', code, severity, message: `It has ${code}`, since_at: 1, chain_id: null },
  });
  bus.publish(began('board_failed', 'critical'));
  bus.publish(began('low_hashrate', 'warning'));
  // A problem with a separate event.
  bus.publish(began('offline', 'critical'));
  expect(heard).toHaveLength(3);
  expect(steps).toEqual(['keep condition_began']);
  expect(lines).toEqual(['R1: It has board_failed']);
});
