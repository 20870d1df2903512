import { boardsOnWords } from '../../src-shared/judging/boards-on.ts';
import { throttlePercent, throttleWords } from '../../src-shared/judging/throttle.ts';
import { pausedUntilWords } from '../../src-shared/miner/miner-state.ts';
import type { Miner } from '../../src-shared/model/index.ts';
import type { MinerLook } from './miner-look.ts';

/**
 * The state of a miner as its row says it. One that hashes and is neither whole nor at its full rate,
 * by its settings, says that instead: "2 of 3 boards on", "throttled to 60 %". One that a job has
 * paused says until when: "paused until 14:30".
 */
export function rowStateText(miner: Miner, { shape, word }: Pick<MinerLook, 'shape' | 'word'>, nowMs: number): string {
  if (shape === 'pause') return pausedUntilWords(miner, { nowMs })?.toLowerCase() ?? word;
  if (shape !== 'partial') return word;
  const percent = miner.latest_status === null ? null : throttlePercent(miner.latest_status);
  return boardsOnWords(miner.boards_on) ?? (percent === null ? word : throttleWords(percent).toLowerCase());
}
