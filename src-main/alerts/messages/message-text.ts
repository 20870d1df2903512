import type { AlertSeverity, Incident, WeakChips, WeakChipsMiner } from '../../../src-shared/model/index.ts';
import { countText, numberText } from '../../../src-shared/text/count-text.ts';
import { firstSentence } from '../../../src-shared/text/first-sentence.ts';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';
import { formatHashrate, formatWork, quantityText } from '../../../src-shared/units.ts';
import type { AnnouncementEvent } from '../../store/store.ts';
import { backTitle } from '../incidents/incident-titles.ts';
import type { DigestContent } from './digest-content.ts';

/** A title on one line, and the lines that follow it. */
export interface MessageText {
  readonly title: string;
  readonly body: string;
}

/** A message that is sent this long after the event says when it happened. */
const LATE_AFTER_MS = 5 * 60_000;

const SEVERITY_WORDS: Readonly<Record<AlertSeverity, string>> = {
  info: 'Info',
  warning: 'Warning',
  critical: 'Critical',
};

export type TimeWords = (atMs: number, nowMs: number) => string;

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/**
 * `22:10`, `27 Nov 22:10` if it is not today, `27 Nov 2025 22:10` if it is of another year, in
 * local time.
 */
const timeWords: TimeWords = (atMs, nowMs) => {
  if (date.format(atMs) === date.format(nowMs)) return time.format(atMs);
  const isThisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  return `${(isThisYear ? day : date).format(atMs)} ${time.format(atMs)}`;
};

const UPDATE_WORDS: Readonly<Partial<Record<AnnouncementEvent, string>>> = {
  // It is sent again only when it is worse than was said.
  changed: ' (got worse)',
  reminder: ' (still open)',
  escalated: ' (not acknowledged)',
};

/** The text of an announcement. `where`: where its miner is, in words. */
export function incidentText(
  event: AnnouncementEvent,
  incident: Incident,
  { at, now, words = timeWords, where = null }: { at: number; now: number; words?: TimeWords; where?: string | null },
): MessageText {
  const isOver = event === 'resolved';
  // Absent if an older version stored it.
  const because = isOver ? (incident.ended_because ?? null) : null;
  const isSaid = because === null || incident.resolved_by != null || because.startsWith(REPLACED);
  const closed = isSaid ? 'Closed' : `Closed, ${because}`;
  const label = because !== null ? closed : isOver ? 'Resolved' : SEVERITY_WORDS[incident.severity];
  const update = UPDATE_WORDS[event] ?? '';
  const back = isOver && because === null ? backTitle(incident.title) : null;
  const title = back ?? `${label}${update}: ${saidTitle(incident.title)}`;
  const endAt = incident.resolved_at ?? at;
  const lines = [
    now - at > LATE_AFTER_MS && `Sent late: this is from ${words(at, now)}, ${ago(now - at)}.`,
    because !== null && closedWords(because),
    isOver
      ? `${words(incident.since_at, now)} to ${words(endAt, now)}${lasted(endAt - incident.since_at)}`
      : `Since ${words(incident.since_at, now)}${lasted(at - incident.since_at)}`,
    !isOver && where,
    lossText(incident, event),
    !isOver && incident.faults.length > 1 && `Also: ${otherFaults(incident)}`,
    !isOver && incident.unsteady && 'Unsteady: it comes and goes.',
    !isOver && incident.advice,
  ];
  return { title, body: lines.filter((line) => typeof line === 'string' && line !== '').join('\n') };
}

/** The short count of a row, `, +1`, in words. */
function saidTitle(title: string): string {
  return title.replace(/, \+(\d+)(?=$| \()/, (_, more: string) => `, and ${countText(Number(more), 'more fault')}`);
}

const REPLACED = 'replaced by ';

/** Who replaced a miner knows that it is over. */
function closedWords(because: string): string {
  return because.startsWith(REPLACED) ? `R${because.slice(1)}.` : `Not known to be over: ${because}.`;
}

function lossText(
  { title, hashrate_lost_hash, hashrate_lost_hs, miners_total, miner_ids }: Incident,
  event: AnnouncementEvent,
): string {
  const isOver = event === 'resolved';
  const count = isOver ? miners_total : miner_ids.length;
  const parts = [
    count > 1 && !` ${title}`.includes(` ${numberText(count)} `) && countText(count, 'miner'),
    !isOver &&
      hashrate_lost_hs !== null &&
      hashrate_lost_hs > 0 &&
      `−${quantityText(formatHashrate(hashrate_lost_hs))}`,
    // Right after the start of an incident its loss means nothing.
    event !== 'opened' && hashrate_lost_hash > 0 && `${lostText(hashrate_lost_hash)} lost${isOver ? '' : ' so far'}`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}

const MOST_FAULTS = 3;

function otherFaults({ faults, title }: Incident): string {
  const messages = new Set(faults.map(({ message }) => firstSentence(message)));
  const others = [...messages].filter((message) => !title.includes(message));
  const more = others.length - MOST_FAULTS;
  return `${others.slice(0, MOST_FAULTS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const MOST_LINES = 20;

/** The text of a digest. */
export function digestText(digest: DigestContent, now: number, words: TimeWords = timeWords): MessageText {
  // A digest stored by an older version has fewer lists.
  const { broke, recovered, closed = [], still_open: open, lost_most: lost } = digest;
  const more = { broke: 0, recovered: 0, closed: 0, still_open: 0, ...digest.more };
  const weak = digest.weak_chips ?? null;
  const weakTitle = weak === null ? '' : `, weak chips in ${countText(weak.miners.length + weak.more, 'miner')}`;
  const total = digest.open_total ?? null;
  const openWords = total === null ? `${open.length + more.still_open} still open` : `${total} open now`;
  const closedWords = closed.length === 0 ? '' : `, ${closed.length + more.closed} closed`;
  const title = `Digest: ${countText(broke.length + more.broke, 'new problem')}, ${recovered.length + more.recovered} recovered${closedWords}, ${openWords}${weakTitle}`;
  const list = <T>(name: string, lines: readonly T[], say: (line: T) => string, others = 0): string | false => {
    if (lines.length === 0) return false;
    const left = lines.length + others - MOST_LINES;
    const shown = lines.slice(0, MOST_LINES).map((line) => `- ${say(line)}`);
    return [`${name}:`, ...shown, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n');
  };
  const parts = [
    `From ${words(digest.from_at, now)} to ${words(digest.to_at, now)}`,
    list('New', broke, ({ title: what, at }) => `${words(at, now)} ${what}`, more.broke),
    list(
      'Recovered',
      recovered,
      ({ title: what, at }) => `${words(at, now)} ${backTitle(what) ?? what}`,
      more.recovered,
    ),
    list(
      'Closed, not known to be over',
      closed,
      ({ title: what, ended_because: why }) => `${what}: ${why}`,
      more.closed,
    ),
    list('Still open', open, ({ title: what, at }) => `${what}, since ${words(at, now)}`, more.still_open),
    list('Lost most', lost, ({ title: what, hashrate_lost_hash }) => `${what}: ${lostText(hashrate_lost_hash)}`),
    weak !== null && list(weakChipsHead(weak, now, words), weak.miners, weakChipsText, weak.more),
  ];
  return { title, body: parts.filter((part) => part !== false).join('\n') };
}

function weakChipsHead({ since_at }: WeakChips, now: number, words: TimeWords): string {
  return since_at === null ? 'Weak chips' : `Weak chips, and the change since ${words(since_at, now)}`;
}

/** `R1-S03: 12 weak (+3), 1 bad (±0)`. */
function weakChipsText({ name, chips_orange, chips_red, orange_change, red_change }: WeakChipsMiner): string {
  const change = (by: number | null): string => {
    if (by === null) return '';
    return ` (${by > 0 ? '+' : by < 0 ? '−' : '±'}${Math.abs(by)})`;
  };
  return `${name}: ${chips_orange} weak${change(orange_change)}, ${chips_red} bad${change(red_change)}`;
}

export function testText(channel: string, site: string | null): MessageText {
  const farm = site === null ? '' : ` of ${site}`;
  return { title: 'Test message from PowerHive', body: `Alerts${farm} reach the channel ${channel}.` };
}

function lostText(hashes: number): string {
  return quantityText(formatWork(hashes));
}

function duration(ms: number): string {
  return formatDuration(Math.max(0, ms) / 1000);
}

/** Empty for a duration that would be "(0 s)". */
function lasted(ms: number): string {
  return ms < 1000 ? '' : ` (${duration(ms)})`;
}

function ago(ms: number): string {
  return `${duration(ms)} ago`;
}
