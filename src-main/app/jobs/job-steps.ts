import type { JobAction, JobItem } from '../../../src-shared/model/index.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import { isSeenByPolls } from '../../jobs/goal/effect.ts';
import { presetSetBy } from './preset-set-by-jobs.ts';

export interface JobStepTargets {
  readonly fleet: Pick<Fleet, 'miner'> & {
    readonly readings: Pick<Fleet['readings'], 'noteOrdered' | 'notePresetSet' | 'notePoolsInForce'>;
  };
  /** Reads the status of a changed miner now. */
  readonly pollChanged: (id: string) => void;
}

/** What a step of one miner of a job changes in what is known of it; its row is updated at once. */
export function noteJobStep(action: JobAction, item: JobItem, { fleet, pollChanged }: JobStepTargets): void {
  const { id, verdict, finished_at, started_at, after } = item;
  const isSeen = started_at !== null && isSeenByPolls(action);
  if (isSeen) fleet.readings.noteOrdered(id);
  const preset = presetSetBy(action, item, fleet.miner(id)?.latest_status?.preset ?? null);
  if (preset !== undefined) fleet.readings.notePresetSet(id, preset);
  const isInForce = verdict === 'in_force' || verdict === 'proven';
  if (action === 'pools' && isInForce && after?.pools != null) fleet.readings.notePoolsInForce(id, after.pools);
  if (isSeen && (finished_at !== null || verdict === 'in_force')) pollChanged(id);
}
