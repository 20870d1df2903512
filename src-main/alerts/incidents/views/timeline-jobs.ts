import { countsWords, targetWords, verdictWords } from '../../../../src-shared/actions/action-words.ts';
import type { IncidentEvent, Verdict } from '../../../../src-shared/model/index.ts';
import { countText } from '../../../../src-shared/text/count-text.ts';
import type { JobOnMiners } from '../../../store/store.ts';

/**
 * The timeline of an incident with the jobs on its miners. A job that a rule started is noted in it
 * already, once its outcome is known.
 */
export function withJobs(noted: readonly IncidentEvent[], jobs: readonly JobOnMiners[]): IncidentEvent[] {
  const known = new Set(noted.map(({ job_id }) => job_id));
  const missing = jobs.filter(({ job_id }) => !known.has(job_id));
  if (missing.length === 0) return [...noted];
  const entries = missing.map((job): IncidentEvent => {
    const { at, actor, job_id } = job;
    return { at, event: 'job', actor, message: jobWords(job), job_id };
  });
  return [...noted, ...entries].sort((a, b) => a.at - b.at);
}

/** "set preset on 3 miners: 2 in force, 1 proven". */
function jobWords({ action, counts }: JobOnMiners): string {
  const miners = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const [only] = (Object.keys(counts) as Verdict[]).filter((verdict) => counts[verdict] !== 0);
  const results = miners === 1 && only !== undefined ? verdictWords(action, only) : countsWords({ action, counts });
  return `${targetWords(action, undefined)} on ${countText(miners, 'miner')}: ${results}`;
}
