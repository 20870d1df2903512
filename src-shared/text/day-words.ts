import type { DayJob, DayLoss, DaySum } from '../model/index.ts';
import { formatWork, quantityText } from '../units.ts';
import { actorWords } from './actor-words.ts';
import { countText, numberText } from './count-text.ts';
import { formatDuration } from './format-duration.ts';

/** One line about a day, for the screen and the command line. */
export interface DayLine {
  readonly about: 'monitored' | 'hashed' | 'lost' | 'problems' | 'miners' | 'jobs' | 'changes';
  readonly label: string;
  readonly text: string;
}

const LABELS = {
  monitored: 'Monitored',
  hashed: 'Hashed',
  lost: 'Lost',
  problems: 'Problems',
  miners: 'Miners',
  jobs: 'Jobs',
  changes: 'Changes',
} as const satisfies Record<DayLine['about'], string>;

const CAUSES = {
  maintenance: 'in maintenance',
  stopped: 'stopped on purpose',
  unread: 'not read, may have hashed',
  other: 'other, such as starting and tuning',
} as const;

/** Causes that a line names; what is less is summed up. */
const MOST_CAUSES = 4;
/** A difference below this between two durations is that between two rounds of sampling. */
const NEARLY_ALL = 0.98;

/** What a day was like, in lines. What is unknown is said so, and is not 0. */
export function dayLines(day: DaySum): DayLine[] {
  const lines: [DayLine['about'], string][] = [
    ['monitored', monitoredWords(day)],
    ['hashed', inEach(day, hashedWords)],
    ['lost', inEach(day, lostWords)],
    ['problems', problemWords(day)],
    ['miners', minerWords(day)],
    ['jobs', day.jobs.started === 0 ? 'none' : `${numberText(day.jobs.started)} started`],
    ['changes', changeWords(day)],
  ];
  return lines.map(([about, text]) => ({ about, label: LABELS[about], text }));
}

/** "Started: restart on 5 miners, in a browser; done". */
export function dayJobWords({ message, actor, state }: DayJob): string {
  return `${message}${actor === null ? '' : `, ${actorWords(actor)}`}${state === null ? '' : `; ${state}`}`;
}

function monitoredWords({ from_at, to_at, monitored_ms }: DaySum): string {
  if (monitored_ms === 0) return 'not at all';
  const wholeMs = to_at - from_at;
  const whole = formatDuration(wholeMs / 1000);
  return monitored_ms >= wholeMs * NEARLY_ALL ? `all ${whole}` : `${formatDuration(monitored_ms / 1000)} of ${whole}`;
}

type Work = DaySum['work'][number];

/** The words for each algorithm, by name where there are several. */
function inEach({ work, monitored_ms }: DaySum, words: (work: Work) => string): string {
  if (work.length === 0) return monitored_ms === 0 ? 'unknown: not monitored' : 'unknown: not recorded';
  const [only, ...others] = work;
  if (only !== undefined && others.length === 0) return `${words(only)}${recordedWords(only, monitored_ms)}`;
  return work.map((one) => `${one.algorithm}: ${words(one)}${recordedWords(one, monitored_ms)}`).join('; ');
}

/** A farm that was monitored longer than its figures were recorded: by an older version, for example. */
function recordedWords({ recorded_ms }: Work, monitoredMs: number): string {
  return recorded_ms >= monitoredMs * NEARLY_ALL - 60_000 ? '' : ` (in ${formatDuration(recorded_ms / 1000)})`;
}

/** A smaller share of what was hashed and not paid for is that of every pool. */
const LEAST_UNPAID = 0.002;

function hashedWords({ expected_hash, hashed_hash, paid_hash, hashing_percent }: Work): string {
  const share = expected_hash === 0 ? '' : ` (${((100 * hashed_hash) / expected_hash).toFixed(1)} %)`;
  const time = hashing_percent === null ? '' : `; miners hashed ${hashing_percent.toFixed(1)} % of the time`;
  const isPaid = paid_hash === null || hashed_hash - paid_hash <= LEAST_UNPAID * hashed_hash;
  const paid = isPaid ? '' : `; ${workText(paid_hash)} of it paid`;
  return `${workText(hashed_hash)} of ${workText(expected_hash)} expected${share}${paid}${time}`;
}

function lostWords({ lost }: Work): string {
  if (lost.length === 0) return 'nothing';
  const total = lost.reduce((sum, { lost_hash }) => sum + lost_hash, 0);
  const named = lost.slice(0, MOST_CAUSES).map((one) => `${causeWords(one)} ${workText(one.lost_hash)}`);
  const more = lost.slice(MOST_CAUSES).reduce((sum, { lost_hash }) => sum + lost_hash, 0);
  return `${workText(total)}: ${[...named, ...(more > 0 ? [`the rest ${workText(more)}`] : [])].join(' · ')}`;
}

function causeWords({ cause, rule_id, rule_name }: DayLoss): string {
  return cause === 'rule' ? (rule_name ?? rule_id ?? 'a deleted rule') : CAUSES[cause];
}

function problemWords({ problems: { opened, ended, open_at_end, critical_at_end } }: DaySum): string {
  const critical = critical_at_end === 0 ? '' : `, ${numberText(critical_at_end)} critical`;
  return `${numberText(opened)} opened · ${numberText(ended)} ended · ${numberText(open_at_end)} still open${critical}`;
}

function minerWords({ miners: { found, removed, went_offline, came_back } }: DaySum): string {
  const parts = [
    [found, 'new'],
    [removed, 'removed'],
    [went_offline, 'went offline'],
    [came_back, 'came back online'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${numberText(count)} ${what}`);
  return said.length === 0 ? 'none new, removed or offline' : said.join(' · ');
}

function changeWords({ changes }: DaySum): string {
  if (changes.length === 0) return 'none';
  return changes.map(({ actor, count }) => `${countText(count, 'change')} ${actorWords(actor)}`).join(' · ');
}

const workText = (hashes: number): string => quantityText(formatWork(hashes));
