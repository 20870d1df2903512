import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import { type EncryptedJobStore, encryptedJobStore } from '../../jobs/encrypted-job-store.ts';
import { Jobs } from '../../jobs/jobs.ts';
import { JOB_WORDS } from '../../jobs/words/job-words.ts';
import { ApiTokens } from '../api-tokens.ts';
import { farmForJobs } from '../jobs/farm-for-jobs.ts';
import { noteJobStep } from '../jobs/job-steps.ts';
import { minerAccess } from '../jobs/miner-access.ts';
import { PoolsSet } from '../jobs/pools-set-by-jobs.ts';
import { recordedJobStore } from '../jobs/recorded-job-store.ts';
import type { AppBase } from './app-base.ts';
import type { FleetParts } from './compose-fleet.ts';
import type { MonitoringParts } from './compose-monitoring.ts';
import type { StoreParts } from './compose-store.ts';

/** What changes miners, and the tokens of those who may. */
export interface JobsParts {
  readonly jobs: Jobs;
  readonly jobStore: Pick<EncryptedJobStore, 'reencrypt'>;
  readonly poolsSet: PoolsSet;
  readonly tokens: ApiTokens;
  /** Calls the listener with the miners of jobs whose items have changed, once that is on disk. */
  readonly onMinersActedOn: (listener: (minerIds: readonly string[]) => void) => void;
}

export function composeJobs(
  base: AppBase,
  { store, minerGateway }: StoreParts,
  { fleet, feed, bus }: FleetParts,
  { polling, minerLock }: MonitoringParts,
): JobsParts {
  const { clock, settingsStore, onError } = base;
  const jobStore = encryptedJobStore(recordedJobStore(store, bus.change), base.secrets);
  const poolsSet = new PoolsSet({
    ...{ store, record: bus.change, readings: fleet.readings, clock, onError },
    onDecided: (decided) => fleet.notePoolsDecided(decided),
  });
  const pollChanged = (id: string): void => {
    polling.pollChanged(id).catch(onError);
  };
  const listeners: ((minerIds: readonly string[]) => void)[] = [];
  const jobs = new Jobs({
    port: minerAccess({
      minerGateway,
      target: (id) => polling.target(id)?.address ?? null,
      timeoutMs: () => settingsStore.current.polling.timeout_ms,
    }),
    farm: farmForJobs(fleet, () => momentOf(clock.nowMs(), settingsStore.current.intervals.status_seconds)),
    store: jobStore,
    clock,
    minerLock,
    settings: () => settingsStore.current.actions,
    arePollsBehind: () => polling.isBehind,
    listener: {
      onStep(job, items, taken) {
        feed.jobStepped(job, items, taken);
        poolsSet.stepped(job, items);
        for (const item of items) noteJobStep(job.action, item, { fleet, pollChanged });
        for (const listener of listeners) listener(items.map(({ id }) => id));
      },
      onHeld: (id, held) => fleet.readings.notePausedUntil(id, held),
    },
    onError,
  });
  settingsStore.onChange(() => {
    if (!jobs.isOn()) jobs.stopAll(JOB_WORDS.switchedOff).catch(onError);
  });
  return {
    jobs,
    jobStore,
    poolsSet,
    tokens: new ApiTokens(store, bus.change, clock, onError),
    onMinersActedOn(listener) {
      listeners.push(listener);
    },
  };
}
