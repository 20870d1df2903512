import type { ActivityEntry } from '../../../src-shared/model/index.ts';
import type { ActivityKind } from './activity-words.ts';

/** Like entries of one burst, told in one line. */
export interface ActivityGroup {
  /** Stays the same while newer entries join. */
  readonly key: string;
  readonly words: string;
  /** Newest first. */
  readonly entries: readonly ActivityEntry[];
}

/** What makes entries alike, and how many of them are told of at once. */
interface Likeness {
  readonly kind: ActivityKind;
  /** What the text must be like; any text if left out. */
  readonly text?: RegExp;
  readonly words: (count: string) => string;
  /** From how many entries on they are one line. */
  readonly from: number;
  /** How long after an entry the next one still belongs to it. */
  readonly withinMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const BURST = { from: 3, withinMs: MINUTE_MS };

/** The texts are those that PowerHive writes: `src-main/app/operations/`, `src-main/discovery/scan-activity.ts`. */
const LIKENESSES: readonly Likeness[] = [
  { ...BURST, kind: 'operator_change', text: / is managed$/, words: (n) => `${n} miners managed` },
  { ...BURST, kind: 'operator_change', text: / is no longer managed$/, words: (n) => `${n} miners no longer managed` },
  { ...BURST, kind: 'operator_change', text: /^Named \S+ /, words: (n) => `${n} miners named` },
  { ...BURST, kind: 'operator_change', text: / has no nickname now$/, words: (n) => `${n} nicknames taken away` },
  {
    ...BURST,
    kind: 'operator_change',
    text: /^Changed the unlock password used for /,
    words: (n) => `Changed the unlock password used for ${n} miners`,
  },
  { ...BURST, kind: 'miner_new', words: (n) => `Found ${n} miners` },
  { ...BURST, kind: 'miner_offline', words: (n) => `${n} miners are offline` },
  { ...BURST, kind: 'miner_back', words: (n) => `${n} miners are back` },
  { ...BURST, kind: 'miner_moved', words: (n) => `${n} miners moved to other addresses` },
  { ...BURST, kind: 'address_conflict', words: (n) => `${n} MACs are claimed by several addresses` },
  { ...BURST, kind: 'api_key_created', words: (n) => `Created API keys on ${n} miners` },
  { ...BURST, kind: 'unlock_refused', words: (n) => `${n} miners refused the unlock password` },
  {
    kind: 'scan',
    text: / 0 new, 0 gone$/,
    words: (n) => `${n} scans that changed nothing`,
    from: 2,
    withinMs: DAY_MS,
  },
];

const number = new Intl.NumberFormat('en');

/**
 * Entries, newest first, with those that are alike and came in one burst drawn together at the place of the newest of them, also where
 * others came in between: a first scan finds miners and makes keys by turns.
 */
export function groupActivity(entries: readonly ActivityEntry[]): readonly (ActivityEntry | ActivityGroup)[] {
  const bursts = new Map<Likeness, ActivityEntry[]>();
  const burstOf = new Map<ActivityEntry, { likeness: Likeness; burst: readonly ActivityEntry[] }>();
  for (const entry of entries) {
    const likeness = LIKENESSES.find(({ kind, text }) => kind === entry.kind && text?.test(entry.message) !== false);
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
