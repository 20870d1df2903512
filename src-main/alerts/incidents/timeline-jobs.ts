import { targetWords } from '../../../src-shared/actions/action-words.ts';
import { countText, numberText } from '../../../src-shared/count-text.ts';
import type { IncidentEvent } from '../../../src-shared/model/index.ts';
import type { JobOnMiners } from '../../store/store.ts';

/**
 * The timeline of an incident with the jobs on its miners. A job that a rule started is noted in it
 * already, once its outcome is known.
 */
export function withJobs(noted: readonly IncidentEvent[], jobs: readonly JobOnMiners[]): IncidentEvent[] {
  const isNoted = ({ job_id }: JobOnMiners): boolean =>
    noted.some(({ event, message }) => event === 'acted' && message?.includes(job_id) === true);
  if (jobs.every(isNoted)) return [...noted];
  const entries = jobs
    .filter((job) => !isNoted(job))
    .map((job): IncidentEvent => ({ at: job.at, event: 'job', actor: job.actor, message: jobWords(job) }));
  return [...noted, ...entries].sort((a, b) => a.at - b.at);
}

/** "restart on 3 miners: 2 in force, 1 failed". */
function jobWords({ action, counts }: JobOnMiners): string {
  const verdicts = Object.entries(counts);
  const miners = verdicts.reduce((sum, [, count]) => sum + count, 0);
  const results = verdicts.map(([verdict, count]) =>
    miners === 1 ? verdict.replace('_', ' ') : `${numberText(count)} ${verdict.replace('_', ' ')}`,
  );
  return `${targetWords(action, undefined)} on ${countText(miners, 'miner')}: ${results.join(', ')}`;
}
