import type { ChipTempMean } from '../history/chip-temp-means.ts';
import { slotStart } from '../history/tiers.ts';
import type { OutgoingChain, OutgoingStatus } from '../store/queries/history/outgoing-statuses.ts';

/** A reading of a board: of a status, or only the mean temperature of its chips. */
export type BoardReading = Partial<OutgoingChain & Pick<ChipTempMean, 'chip_temp_mean_c'>>;

/** The readings of each board by slot of `sampleMs`, slots and readings oldest first. */
export function boardSlots(
  statuses: readonly OutgoingStatus[],
  temps: readonly ChipTempMean[],
  sampleMs: number,
): Map<number, (readonly [at: number, readings: readonly BoardReading[]])[]> {
  const boards = new Map<number, Map<number, BoardReading[]>>();
  const add = (board: number, recordedAt: number, reading: BoardReading): void => {
    let slots = boards.get(board);
    if (slots === undefined) {
      slots = new Map();
      boards.set(board, slots);
    }
    const at = slotStart(recordedAt, sampleMs);
    const readings = slots.get(at);
    if (readings === undefined) slots.set(at, [reading]);
    else readings.push(reading);
  };
  for (const { recorded_at, chains } of statuses) for (const chain of chains) add(chain.chain_id, recorded_at, chain);
  for (const temp of temps) add(temp.chain_id, temp.recorded_at, temp);
  return new Map([...boards].map(([board, slots]) => [board, [...slots].sort(([a], [b]) => a - b)]));
}
