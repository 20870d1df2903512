import { targetWords, verdictWords } from '../../../src-shared/actions/action-words.ts';
import { CONDITIONS } from '../../../src-shared/condition-kinds.ts';
import { isEvent } from '../../../src-shared/events/event-entry.ts';
import { DAY_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { ActivityEntry, ActivityKind, EventCode } from '../../../src-shared/model/index.ts';
import { LEVELS } from './activity-filter.ts';
import type { ActivityLevel } from './activity-kinds.ts';
import { activityTexts } from './activity-texts.ts';

/** Similar entries of one burst, shown in one line. */
export interface ActivityGroup {
  /** Stays the same while newer entries join. */
  readonly key: string;
  readonly words: string;
  /** Of the most serious of them. */
  readonly level: ActivityLevel;
  /** Newest first. */
  readonly entries: readonly ActivityEntry[];
}

/** What makes entries similar, and how many of them become one line. */
interface Likeness {
  /** The same for all similar entries. */
  readonly key: string;
  readonly words: (count: string) => string;
  /** The number of entries from which they become one line. */
  readonly from: number;
  /** Maximum time between two successive entries of a burst. */
  readonly withinMs: number;
}

const BURST = { from: 3, withinMs: MINUTE_MS };

const texts = activityTexts.groups;

const SCANS: Likeness = { key: 'scans', words: texts.scans, from: 2, withinMs: DAY_MS };

/** Events whose entries are similar whatever their data. */
const BY_EVENT: Partial<Readonly<Record<EventCode, Likeness['words']>>> = {
  miner_managed: texts.managed,
  miner_unmanaged: texts.unmanaged,
  miner_renamed: texts.renamed,
  miner_name_removed: texts.nameRemoved,
  miner_tags_changed: texts.tagsChanged,
  miner_placed: texts.placed,
  miner_preset_accepted: texts.presetsAccepted,
  miner_preset_acceptance_undone: texts.presetsAccepted,
  miner_password_changed: texts.passwordChanged,
  miner_removed: texts.removed,
  miner_found: texts.found,
  miner_offline: texts.offline,
  miner_back: texts.back,
  miner_moved: texts.moved,
  address_conflict: texts.duplicates,
  api_key_created: texts.keys,
  api_key_taken_over: texts.keysTakenOver,
  miner_password_refused: texts.refused,
};

/** The event of an entry from before events had codes, if its kind identifies one. */
const EVENT_OF_KIND: Partial<Readonly<Record<ActivityKind, EventCode>>> = {
  miner_new: 'miner_found',
  miner_offline: 'miner_offline',
  miner_back: 'miner_back',
  miner_moved: 'miner_moved',
  address_conflict: 'address_conflict',
  api_key_created: 'api_key_created',
  unlock_refused: 'miner_password_refused',
};

/** Null if an entry is never grouped. */
function likenessOf(entry: ActivityEntry): Likeness | null {
  // The same condition that began or ended for many miners.
  if (isEvent(entry, 'condition_began') || isEvent(entry, 'condition_ended')) {
    const { title } = CONDITIONS[entry.data.code];
    const words = entry.event === 'condition_began' ? texts.conditionBegan : texts.conditionEnded;
    return { ...BURST, key: `${entry.event} ${entry.data.code}`, words: (count) => words(title, count) };
  }
  // Problems of one rule; others are not similar, and each has to be read.
  if (isEvent(entry, 'incident_opened'))
    return { ...BURST, key: `opened ${entry.data.rule_id}`, words: texts.problemsOpened };
  if (isEvent(entry, 'incident_ended'))
    return { ...BURST, key: `ended ${entry.data.rule_id}`, words: texts.problemsEnded };
  // The miners of one job.
  if (isEvent(entry, 'miner_action_sent')) {
    const { job_id, action, target, request } = entry.data;
    // What is stored needs a restart, which is sent too.
    const sent = request === 'restart' && action !== 'restart' ? texts.restartSent : texts.actionSent;
    const words = (count: string): string => sent(targetWords(action, target), count);
    return { ...BURST, key: `sent ${job_id} ${request} ${target ?? ''}`, words };
  }
  if (isEvent(entry, 'miner_action_ended')) {
    const { job_id, action, target, verdict } = entry.data;
    const words = (count: string): string =>
      texts.actionEnded(targetWords(action, target), verdictWords(action, verdict), count);
    return { ...BURST, key: `ended ${job_id} ${verdict} ${target ?? ''}`, words };
  }
  if (changedNothing(entry)) return SCANS;
  const event = entry.event ?? EVENT_OF_KIND[entry.kind];
  const words = event === undefined ? undefined : BY_EVENT[event];
  return event === undefined || words === undefined ? null : { ...BURST, key: event, words };
}

function changedNothing(entry: ActivityEntry): boolean {
  return isEvent(entry, 'scan_finished') && entry.data.miners_new === 0 && entry.data.miners_offline === 0;
}

const number = new Intl.NumberFormat('en');

/**
 * Groups similar entries of one burst. The input is newest first. A group is at the position of its
 * newest entry, even if other entries are in between: a first scan finds miners and creates keys
 * alternately.
 */
export function groupActivity(entries: readonly ActivityEntry[]): readonly (ActivityEntry | ActivityGroup)[] {
  const bursts = new Map<string, ActivityEntry[]>();
  const burstOf = new Map<ActivityEntry, { likeness: Likeness; burst: readonly ActivityEntry[] }>();
  for (const entry of entries) {
    const likeness = likenessOf(entry);
    if (likeness === null) continue;
    const open = bursts.get(likeness.key);
    const joins = (open?.at(-1)?.at ?? Number.POSITIVE_INFINITY) - entry.at <= likeness.withinMs;
    const burst = open !== undefined && joins ? open : [];
    burst.push(entry);
    bursts.set(likeness.key, burst);
    burstOf.set(entry, { likeness, burst });
  }
  return entries.flatMap((entry): readonly (ActivityEntry | ActivityGroup)[] => {
    const { likeness, burst } = burstOf.get(entry) ?? {};
    if (likeness === undefined || burst === undefined || burst.length < likeness.from) return [entry];
    if (burst[0] !== entry) return [];
    const key = `group-${burst.at(-1)?.id}`;
    const level = LEVELS.findLast((one) => burst.some((member) => member.level === one)) ?? entry.level;
    return [{ key, words: likeness.words(number.format(burst.length)), level, entries: burst }];
  });
}
