import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import { minerState } from '../../../../src-shared/miner/miner-state.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { clockTime } from '../../../ui/times.ts';
import { overviewTexts } from '../overview-texts.ts';

const { map: texts } = overviewTexts;

/**
 * The stopped miners of a box, and until when at the latest PowerHive has paused them: `until` is
 * "until 14:30", or null if one of them is not resumed by itself. Null if none is stopped.
 */
export function pausedOf(
  miners: readonly Miner[],
  moment: Moment,
): { readonly count: number; readonly until: string | null; readonly words: string } | null {
  const paused = miners.filter((miner) => minerState(miner, moment).kind === 'paused');
  if (paused.length === 0) return null;
  const ends = paused.flatMap(({ paused_until: atMs }) => atMs ?? []);
  const until = ends.length < paused.length ? null : texts.until(clockTime(Math.max(...ends), moment.nowMs));
  return { count: paused.length, until, words: texts.paused(paused.length, until) };
}
