import { Semaphore } from '../../runtime/semaphore.ts';
import type { JobsOptions } from '../jobs-options.ts';
import type { FreshestReadings } from '../plan/freshest-readings.ts';
import { measuredKey } from '../plan/planner.ts';
import type { TransitionTable } from '../plan/transition-table.ts';
import { TIMINGS } from '../timings.ts';
import { StartRateLimit } from './limits/start-rate-limit.ts';
import type { RunEnv } from './run-env.ts';
import type { RunJobOptions } from './run-options.ts';

/** Limits for writes and readings at the same time. Polls need their share of the network. */
const WRITING = 64;
const READING = 64;
/** More for urgent ones, because some of them may be silent. */
const RELIEVING = 128;

/** What all jobs share: the miners, the start limit, and the measured changes. */
export function sharedEnv(
  { port, clock, minerLock, settings, timings, arePollsBehind }: JobsOptions,
  farm: FreshestReadings,
  table: TransitionTable,
  isOurs: RunEnv['isOurs'],
  awake: RunEnv['awake'],
): RunJobOptions['env'] {
  return {
    port,
    farm,
    clock,
    lock: minerLock,
    startLimit: new StartRateLimit(clock, () => {
      const { starts_per_minute, start_kw_per_minute } = settings();
      return { startsPerMinute: starts_per_minute, kwPerMinute: start_kw_per_minute };
    }),
    writing: new Semaphore(WRITING),
    reading: new Semaphore(READING),
    relieving: new Semaphore(RELIEVING),
    relievingReads: new Semaphore(RELIEVING),
    timings: timings ?? TIMINGS,
    arePollsBehind,
    awake,
    isOn: () => settings().enabled,
    isOurs,
    onSeen: (id, now) => farm.note(id, now),
    onMeasured: (item, goal, measured) => {
      const miner = farm.miner(item.id);
      const key = miner === null ? null : measuredKey(miner, item.before?.preset ?? null, goal);
      if (key !== null) table.note(key, measured);
    },
  };
}
