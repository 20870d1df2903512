import { countsWords } from '../../../../src-shared/actions/action-words.ts';
import type { ActedState, JobDetail, JobItem } from '../../../../src-shared/model/index.ts';
import { actorNoun } from '../../../../src-shared/text/actor-words.ts';
import { type CsvSeparator, csvFile } from '../../../../src-shared/text/csv.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import { isoTime } from '../../../../src-shared/text/iso-time.ts';
import { jobStateText, orderTitle, stateChangeText, verdictText } from '../job-words.ts';
import { jobsTexts } from '../jobs-texts.ts';
import { leftOutText } from './job-facts.ts';

type NameOf = (minerId: string) => string;

/**
 * A job as text, for a message or a ticket: what was done, the counts, and each miner that was not
 * skipped.
 */
export function jobReport(job: JobDetail, nameOf: NameOf): string {
  const { action, params, actor, reason, created_at, finished_at, items } = job;
  const words = jobsTexts.report;
  const lines = [
    orderTitle(action, params),
    `${words.by}: ${actorNoun(actor)}`,
    `${words.from}: ${isoTime(created_at)}`,
    finished_at === null ? null : `${words.to}: ${isoTime(finished_at)}`,
    `${words.state}: ${jobStateText(job)}${reason === null ? '' : `. ${reason}`}`,
    job.pause_end?.state === 'waiting' ? `${words.resumed}: ${isoTime(job.pause_end.at)}` : null,
    `${words.miners}: ${countsWords(job)}`,
    leftOutText(job),
    '',
    ...items.filter(({ verdict }) => verdict !== 'skipped').map((item) => itemLine(job, item, nameOf)),
  ];
  return `${lines.filter((line) => line !== null).join('\n')}\n`;
}

function itemLine({ action }: JobDetail, item: JobItem, nameOf: NameOf): string {
  const { id, verdict, message, before, after } = item;
  const seconds = secondsOf(item);
  const change = before === null || after === null ? null : stateChangeText(action, item);
  const parts = [
    verdictText(action, item),
    change,
    message,
    seconds === null || verdict === 'proven' ? null : formatDuration(seconds),
  ];
  return `${nameOf(id)} (${id}): ${parts.filter((part) => part !== null).join('; ')}`;
}

/** How long the action on a miner took; null if it was not started or has not ended. */
function secondsOf({ started_at, finished_at }: JobItem): number | null {
  return started_at === null || finished_at === null ? null : (finished_at - started_at) / 1000;
}

const STATE_COLUMNS = ['state', 'preset', 'power_w', 'hashrate_hs', 'throttled_percent', 'pool_url'] as const;

/** The miners of a job as CSV, one per line, with their state before and after. */
export function jobCsv({ job_id, action, items }: JobDetail, nameOf: NameOf, separator: CsvSeparator): string {
  const states = (of: string) => STATE_COLUMNS.map((column) => `${column}_${of}`);
  const head = ['job_id', 'action', 'mac', 'name', 'wave', 'verdict', 'code', 'message'];
  const times = ['started_at', 'finished_at', 'seconds'];
  const rows = items.map((item) => {
    const { id, wave, verdict, code, message, before, after, started_at, finished_at } = item;
    return [
      ...[job_id, action, id, nameOf(id), wave, verdict, code, message],
      ...cellsOf(before),
      ...cellsOf(after),
      ...[timeOf(started_at), timeOf(finished_at), secondsOf(item)],
    ];
  });
  return csvFile([[...head, ...states('before'), ...states('after'), ...times], ...rows], separator);
}

function cellsOf(state: ActedState | null) {
  return STATE_COLUMNS.map((column) => state?.[column] ?? null);
}

function timeOf(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}
