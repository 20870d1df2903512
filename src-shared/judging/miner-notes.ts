import type { Miner } from '../model/index.ts';
import { boardsOnWords } from './boards-on.ts';
import { throttlePercent, throttleWords } from './throttle.ts';

/** Settings of a miner that explain its figures: "Throttled to 60 %", "2 of 3 boards on". */
export function minerNotes({
  latest_status: status,
  boards_on,
}: Pick<Miner, 'latest_status' | 'boards_on'>): readonly string[] {
  const percent = status === null ? null : throttlePercent(status);
  return [percent === null ? null : throttleWords(percent), boardsOnWords(boards_on)].filter((words) => words !== null);
}
