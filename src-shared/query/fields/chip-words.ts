import type { ConditionCode } from '../../condition-kinds.ts';
import { knownWeakChips } from '../../judging/chip-grades.ts';
import type { Moment } from '../../miner/miner-now.ts';
import { minerConditionCodes } from '../../miner/miner-state.ts';
import type { Miner } from '../../model/index.ts';

const OK = 'ok';
const ONLY_OK: readonly string[] = [OK];
const NOTHING: readonly string[] = [];
const BY_CONDITION: Partial<Readonly<Record<ConditionCode, string>>> = {
  chip_zero_hashrate: 'dead',
  chip_hot: 'hot',
  chip_below_siblings: 'slow',
  board_chips_missing: 'missing',
};

/** The firmware's colours of the grades. */
export const CHIP_COLORS: Readonly<Record<string, string>> = { weak: 'orange', bad: 'red' };

/** The words for a miner's chips in a query, besides the colours. */
export const CHIP_WORDS: readonly string[] = ['weak', 'bad', ...Object.values(BY_CONDITION), OK];

/** The words that are true of a miner's chips now; empty if nothing is known about them. */
export function chipWords(miner: Miner, moment: Moment): readonly string[] {
  const rated = knownWeakChips(miner, moment.nowMs);
  if (miner.attention.length === 0 && (rated === null || (rated.weak === 0 && rated.bad === 0)))
    return rated === null ? NOTHING : ONLY_OK;
  const conditions: Partial<Readonly<Record<string, string>>> = BY_CONDITION;
  const words = [
    ...((rated?.weak ?? 0) > 0 ? ['weak'] : []),
    ...((rated?.bad ?? 0) > 0 ? ['bad'] : []),
    ...minerConditionCodes(miner, moment).flatMap((code) => conditions[code] ?? []),
  ];
  return words.length === 0 && rated !== null ? [OK] : words;
}
