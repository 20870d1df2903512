import { DAY_MS, MINUTE_MS } from '../../../src-shared/durations.ts';
import { isEvent } from '../../../src-shared/event-entry.ts';
import { CONDITION_CODES, CONDITIONS, type ConditionCode } from '../../../src-shared/judging/conditions.ts';
import type { ActivityEntry, ActivityKind, EventCode } from '../../../src-shared/model/index.ts';
import { activityTexts } from './activity-texts.ts';

/** Like entries of one burst, shown in one line. */
export interface ActivityGroup {
  /** Stays the same while newer entries join. */
  readonly key: string;
  readonly words: string;
  /** Newest first. */
  readonly entries: readonly ActivityEntry[];
}

/** What makes entries alike, and how many of them are shown as one line. */
interface Likeness {
  readonly event: EventCode;
  /**
   * The kind that says the same of an entry from before events had codes; none where that kind says
   * too little.
   */
  readonly kind?: ActivityKind;
  /** Whether an entry of this event belongs to it; all of them if left out. */
  readonly only?: (entry: ActivityEntry) => boolean;
  readonly words: (count: string) => string;
  /** From how many entries on they are one line. */
  readonly from: number;
  /** How long after an entry the next one still belongs to it. */
  readonly withinMs: number;
}

const BURST = { from: 3, withinMs: MINUTE_MS };

const texts = activityTexts.groups;

const LIKENESSES: readonly Likeness[] = [
  { ...BURST, event: 'miner_managed', words: texts.managed },
  { ...BURST, event: 'miner_unmanaged', words: texts.unmanaged },
  { ...BURST, event: 'miner_renamed', words: texts.renamed },
  { ...BURST, event: 'miner_name_removed', words: texts.nameRemoved },
  { ...BURST, event: 'miner_tags_changed', words: texts.tagsChanged },
  { ...BURST, event: 'miner_placed', words: texts.placed },
  { ...BURST, event: 'miner_password_changed', words: texts.passwordChanged },
  { ...BURST, event: 'miner_removed', words: texts.removed },
  { ...BURST, event: 'miner_found', kind: 'miner_new', words: texts.found },
  { ...BURST, event: 'miner_offline', kind: 'miner_offline', words: texts.offline },
  { ...BURST, event: 'miner_back', kind: 'miner_back', words: texts.back },
  { ...BURST, event: 'miner_moved', kind: 'miner_moved', words: texts.moved },
  { ...BURST, event: 'address_conflict', kind: 'address_conflict', words: texts.duplicates },
  { ...BURST, event: 'api_key_created', kind: 'api_key_created', words: texts.keys },
  { ...BURST, event: 'miner_password_refused', kind: 'unlock_refused', words: texts.refused },
  ...CONDITION_CODES.flatMap(ofCondition),
  {
    event: 'scan_finished',
    only: changedNothing,
    words: texts.scans,
    from: 2,
    withinMs: DAY_MS,
  },
];

/** The same thing wrong with many miners at once: one line, and one when it is over. */
function ofCondition(code: ConditionCode): readonly Likeness[] {
  const { title } = CONDITIONS[code];
  const of = (event: 'condition_began' | 'condition_ended', words: Likeness['words']): Likeness => ({
    ...BURST,
    event,
    only: (entry) => isEvent(entry, event) && entry.data.code === code,
    words,
  });
  return [
    of('condition_began', (count) => texts.conditionBegan(title, count)),
    of('condition_ended', (count) => texts.conditionEnded(title, count)),
  ];
}

function belongs(entry: ActivityEntry, { event, kind, only }: Likeness): boolean {
  if (entry.event === null) return entry.kind === kind;
  return entry.event === event && only?.(entry) !== false;
}

function changedNothing(entry: ActivityEntry): boolean {
  return isEvent(entry, 'scan_finished') && entry.data.miners_new === 0 && entry.data.miners_offline === 0;
}

const number = new Intl.NumberFormat('en');

/**
 * Entries, newest first, with those that are alike and came in one burst drawn together at the
 * place of the newest of them, also where others came in between: a first scan finds miners and
 * makes keys by turns.
 */
export function groupActivity(entries: readonly ActivityEntry[]): readonly (ActivityEntry | ActivityGroup)[] {
  const bursts = new Map<Likeness, ActivityEntry[]>();
  const burstOf = new Map<ActivityEntry, { likeness: Likeness; burst: readonly ActivityEntry[] }>();
  for (const entry of entries) {
    const likeness = LIKENESSES.find((candidate) => belongs(entry, candidate));
    if (likeness === undefined) continue;
    const open = bursts.get(likeness);
    const joins = (open?.at(-1)?.at ?? Number.POSITIVE_INFINITY) - entry.at <= likeness.withinMs;
    const burst = open !== undefined && joins ? open : [];
    burst.push(entry);
    bursts.set(likeness, burst);
    burstOf.set(entry, { likeness, burst });
  }
  return entries.flatMap((entry): readonly (ActivityEntry | ActivityGroup)[] => {
    const { likeness, burst } = burstOf.get(entry) ?? {};
    if (likeness === undefined || burst === undefined || burst.length < likeness.from) return [entry];
    if (burst[0] !== entry) return [];
    const key = `group-${burst.at(-1)?.id}`;
    return [{ key, words: likeness.words(number.format(burst.length)), entries: burst }];
  });
}
