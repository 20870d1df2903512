import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import { minerState } from '../../../../src-shared/miner/miner-state.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { clockTime } from '../../../ui/times.ts';
import { overviewTexts } from '../overview-texts.ts';

const { map: texts } = overviewTexts;

/**
 * The stopped miners of a box, and until when at the latest PowerHive has paused them: `time` is
 * "14:30" and `until` "until 14:30", both null if one of them is not resumed by itself. Null if none
 * is stopped.
 */
export function pausedOf(
  miners: readonly Miner[],
  moment: Moment,
): {
  readonly count: number;
  readonly time: string | null;
  readonly until: string | null;
  readonly words: string;
} | null {
  const paused = miners.filter((miner) => minerState(miner, moment).kind === 'paused');
  if (paused.length === 0) return null;
  const ends = paused.flatMap(({ paused_until: atMs }) => atMs ?? []);
  const time = ends.length < paused.length ? null : clockTime(Math.max(...ends), moment.nowMs);
  const until = time === null ? null : texts.until(time);
  return { count: paused.length, time, until, words: texts.paused(paused.length, until) };
}
