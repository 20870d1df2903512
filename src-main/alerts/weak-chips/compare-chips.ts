import { chipsShown } from '../../../src-shared/judging/board-chips.ts';
import { knownWeakChips } from '../../../src-shared/judging/chip-grades.ts';
import type { Chain, Miner, WeakChips, WeakChipsMiner } from '../../../src-shared/model/index.ts';
import type { ChipCounts, StoredChipDay } from '../../store/store.ts';

type GradedChain = Pick<Chain, 'chain_id' | 'chips_orange' | 'chips_red' | 'chips_grey'>;

/** A managed miner, as its chips are judged: the counts of its row, and its boards. */
export interface ChipsOfMiner extends Pick<Miner, 'id' | 'weak_chips'> {
  readonly name: string;
  readonly latest_status: Pick<NonNullable<Miner['latest_status']>, 'recorded_at' | 'state'> | null;
  readonly chains: readonly GradedChain[];
}

/** How many chips are rated weak and bad; null if unknown. */
export function chipCounts(miner: ChipsOfMiner, nowMs: number): ChipCounts | null {
  const known = knownWeakChips(miner, nowMs);
  return known === null ? null : [known.weak, known.bad];
}

/** The weak chips now, compared with an earlier day; null if there is none. */
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
      boards: miner.chains.flatMap(boardOf),
      orange_change: was === undefined ? null : orange - was[0],
      red_change: was === undefined ? null : red - was[1],
    });
  }
  return { since_at: before?.at ?? null, miners: found.sort(byChange), unread };
}

/** Empty for a board without grades. */
function boardOf(chain: GradedChain): NonNullable<WeakChipsMiner['boards']> {
  const { chain_id, chips_orange, chips_red } = chain;
  const chips = chipsShown(chain);
  return chips === null ? [] : [{ chain_id, chips, chips_orange: chips_orange ?? 0, chips_red: chips_red ?? 0 }];
}

/** The largest increase first, bad chips before weak ones; then the highest counts. */
function byChange(a: WeakChipsMiner, b: WeakChipsMiner): number {
  return (
    (b.red_change ?? 0) - (a.red_change ?? 0) ||
    (b.orange_change ?? 0) - (a.orange_change ?? 0) ||
    b.chips_red - a.chips_red ||
    b.chips_orange - a.chips_orange ||
    a.name.localeCompare(b.name)
  );
}
