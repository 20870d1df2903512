import { lessBy } from '../../../src-shared/judging/lowered-hashrate.ts';
import { throttlePercent } from '../../../src-shared/judging/throttle.ts';
import { freshReading, isHashing, type Moment } from '../../../src-shared/miner/miner-now.ts';
import { UNUSUAL_PRESET } from '../../../src-shared/miner/usual-preset.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { exactQuery } from '../../miner-view/exact-query.ts';

/** Miners that hash less than they could, because less is expected of them. */
export interface LoweredMiners {
  readonly miners: readonly Miner[];
  /** What they would hash more, in hashes per second; null if it is known for none. */
  readonly lessHs: number | null;
  readonly query: string;
}

/**
 * The miners whose preset is below their own usual one or that of their model, those that are
 * throttled, and those with boards that are switched off in their settings. That may be on purpose, so
 * that it is no problem. Null for none. One whose fallen preset is lost by a problem is left out.
 */
export function loweredMiners(
  miners: readonly Miner[],
  moment: Moment,
): Readonly<Record<'belowUsual' | 'throttled' | 'boardsOff', LoweredMiners | null>> {
  const read = miners.filter((miner) => isHashing(miner, moment));
  const below = read.filter(({ lowered, preset_fall }) => lowered?.preset != null && preset_fall == null);
  const throttled = read.filter((miner) => throttleOf(miner, moment) !== null);
  const boardsOff = read.filter(({ lowered }) => lowered?.boards != null);
  return {
    belowUsual: sumOf(below, 'preset', `preset:${UNUSUAL_PRESET}`, miners, moment),
    throttled: sumOf(throttled, 'throttle', 'state:throttled', miners, moment),
    boardsOff: sumOf(boardsOff, 'boards', 'boards<100%', miners, moment),
  };
}

function sumOf(
  those: readonly Miner[],
  by: keyof ReturnType<typeof lessBy>,
  likely: string,
  miners: readonly Miner[],
  moment: Moment,
): LoweredMiners | null {
  if (those.length === 0) return null;
  const known = those.flatMap(({ latest_status, lowered }) =>
    latest_status === null || lowered == null ? [] : (lessBy(latest_status, lowered)[by] ?? []),
  );
  const lessHs = known.length === 0 ? null : known.reduce((sum, less) => sum + less, 0);
  return { miners: those, lessHs, query: exactQuery(those, miners, moment, [likely]) ?? likely };
}

function throttleOf(miner: Miner, moment: Moment): number | null {
  const status = freshReading(miner, moment);
  return status === null ? null : throttlePercent(status);
}
