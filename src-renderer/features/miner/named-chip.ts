import type { Chip } from '../../../src-shared/model/index.ts';
import { minerTexts } from './miner-texts.ts';

/** One chip of one board. */
export interface NamedChip {
  readonly chainId: number;
  /** Where it stands in the list of the board, counted from 0. */
  readonly position: number;
  readonly chipId: number;
  /** Which of the chips of the board with this label it is, counted from 0. */
  readonly nth: number;
  readonly name: string;
}

type Labelled = Pick<Chip, 'chip_id'>;

/** The chip at a position of a board; null where the board has none there. */
export function chipAt(chainId: number, chips: readonly Labelled[], position: number): NamedChip | null {
  const chip = chips[position];
  if (chip === undefined) return null;
  const nth = chips.slice(0, position).filter(({ chip_id }) => chip_id === chip.chip_id).length;
  return { chainId, position, chipId: chip.chip_id, nth, name: chipName(chips, position) };
}

/** What a chip is called: its label, and which it is of those that share it: "24", "7 (2 of 3)". */
export function chipName(chips: readonly Labelled[], position: number): string {
  const label = chips[position]?.chip_id;
  const same = chips.flatMap(({ chip_id }, at) => (chip_id === label ? [at] : []));
  return same.length > 1 ? minerTexts.chips.nth(String(label), same.indexOf(position) + 1, same.length) : String(label);
}
