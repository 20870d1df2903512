import { DAY_MS } from '../../../src-shared/durations.ts';
import type { Chain, WeakChips, WeakChipsMiner } from '../../../src-shared/model/index.ts';
import { isHashing } from '../../../src-shared/rules/firmware-state.ts';
import type { ChipCounts, StoredChipDay } from '../../store/store.ts';

/** A managed miner as its chips are judged: its latest status, however old. */
export interface ChipsOfMiner {
  readonly id: string;
  readonly name: string;
  readonly latest: {
    readonly recorded_at: number;
    readonly figures: { readonly state: string | null };
    readonly chains: readonly Pick<Chain, 'chips_orange' | 'chips_red'>[];
  } | null;
}

/**
 * How many chips are rated weak and bad; null where that is not known. The grades change over days:
 * a reading of the last day counts, if the miner hashed.
 */
export function chipCounts({ latest }: ChipsOfMiner, nowMs: number): ChipCounts | null {
  if (latest === null || nowMs - latest.recorded_at > DAY_MS || !isHashing(latest.figures.state)) return null;
  const graded = latest.chains.filter(({ chips_orange, chips_red }) => chips_orange !== null || chips_red !== null);
  if (graded.length === 0) return null;
  const sum = (of: 'chips_orange' | 'chips_red') => graded.reduce((total, chain) => total + (chain[of] ?? 0), 0);
  return [sum('chips_orange'), sum('chips_red')];
}

/** What is weak now, beside what was on an earlier day; null where no day is known. */
export function compareChips(miners: readonly ChipsOfMiner[], nowMs: number, before: StoredChipDay | null): WeakChips {
  const found: WeakChipsMiner[] = [];
  let unread = 0;
  for (const miner of miners) {
    const counts = chipCounts(miner, nowMs);
    if (counts === null) {
      unread += 1;
      continue;
    }
    const [orange, red] = counts;
    if (orange + red === 0) continue;
    const was = before?.counts[miner.id];
    found.push({
      id: miner.id,
      name: miner.name,
      chips_orange: orange,
      chips_red: red,
      orange_change: was === undefined ? null : orange - was[0],
      red_change: was === undefined ? null : red - was[1],
    });
  }
  return { since_at: before?.at ?? null, miners: found.sort(byChange), unread };
}

/** What got worst comes first, a bad chip before a weak one; then what has most of them. */
function byChange(a: WeakChipsMiner, b: WeakChipsMiner): number {
  return (
    (b.red_change ?? 0) - (a.red_change ?? 0) ||
    (b.orange_change ?? 0) - (a.orange_change ?? 0) ||
    b.chips_red - a.chips_red ||
    b.chips_orange - a.chips_orange ||
    a.name.localeCompare(b.name)
  );
}
