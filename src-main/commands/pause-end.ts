import { z } from 'zod';
import { Job } from '../../src-shared/model/job.ts';
import type { NewPauseEnd } from '../../src-shared/model/job-order.ts';
import { minuteText } from '../../src-shared/text/iso-time.ts';
import { type CommandIo, EXIT, usageError } from './shared/command.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { readPauseEnd } from './shared/pause-end.ts';
import { findRunningApp, type RunningApp } from './shared/running-app.ts';
import { formatTable } from './shared/table.ts';

const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  for: { type: 'string' },
  until: { type: 'string' },
  none: { type: 'boolean', default: false },
} as const;
/** Jobs of one response: its maximum. */
const PAGE = 500;

/**
 * `pause-end`: lists the pauses of the running app whose miners are still to be resumed, the newest
 * first. `pause-end JOB` sets or changes when the miners of that pause are resumed, or with `--none`
 * that they are not. Returns 0 if that is done, or if no pause is to end.
 */
export async function runPauseEnd(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS);
  const [jobId, ...more] = positionals;
  if (more.length > 0) throw usageError('enter one job, by its id');
  const end = readEnd(values, io.clock.nowMs());
  if (jobId === undefined && end !== null) throw usageError('enter the id of the pause');
  if (jobId !== undefined && end === null) throw usageError('give one of --for, --until and --none');
  const app = await findRunningApp(chosenFolder(values.data));
  if (jobId === undefined || end === null) {
    const pauses = await pausesToEnd(app);
    if (values.json) io.stdout.write(`${JSON.stringify(pauses)}\n`);
    else io.stdout.write(pauses.length === 0 ? 'No pause has an end\n' : `${formatTable(pauses, COLUMNS)}\n`);
    return EXIT.done;
  }
  const job = await app.post(`/jobs/${encodeURIComponent(jobId)}/pause-end`, end, Job);
  if (values.json) io.stdout.write(`${JSON.stringify(job)}\n`);
  else io.stdout.write(`${endWords(job)}\n`);
  return EXIT.done;
}

/** The chosen end; null if none is chosen. */
function readEnd(
  {
    none,
    ...times
  }: { readonly none: boolean; readonly for?: string | undefined; readonly until?: string | undefined },
  nowMs: number,
): NewPauseEnd | null {
  const end = readPauseEnd(times, nowMs);
  const isGiven = Object.keys(end).length > 0;
  if (none && isGiven) throw usageError('give one of --for, --until and --none');
  return none ? { resume_at: null } : isGiven ? end : null;
}

async function pausesToEnd(app: RunningApp): Promise<Job[]> {
  const jobs: Job[] = [];
  for (;;) {
    const last = jobs.at(-1);
    const before = last === undefined ? '' : `&before=${last.job_id}`;
    const page = await app.get(`/jobs?limit=${PAGE}${before}`, z.array(Job));
    jobs.push(...page);
    if (page.length < PAGE) return jobs.filter(({ pause_end }) => pause_end?.state === 'waiting');
  }
}

function endWords({ pause_end }: Job): string {
  return pause_end?.state === 'waiting'
    ? `Its miners are resumed at ${minuteText(pause_end.at)}, those that are still paused by it`
    : 'Its miners stay paused until someone resumes them';
}

const COLUMNS = [
  { title: 'JOB', cell: ({ job_id }: Job) => job_id },
  { title: 'PAUSED', cell: ({ counts }: Job) => String(counts.in_force ?? 0), align: 'right' as const },
  { title: 'MINERS', cell: ({ miners_text, query }: Job) => miners_text ?? query ?? '' },
  { title: 'UNTIL', cell: ({ pause_end }: Job) => (pause_end == null ? '' : minuteText(pause_end.at)) },
];
