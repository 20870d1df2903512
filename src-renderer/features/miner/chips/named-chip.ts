import type { Chip } from '../../../../src-shared/model/index.ts';
import { minerTexts } from '../miner-texts.ts';

/** One chip of one board. */
export interface NamedChip {
  readonly chainId: number;
  /** Its index in the list of the board. */
  readonly position: number;
  readonly chipId: number;
  /** Its index among the chips of the board with the same label. */
  readonly nth: number;
  readonly name: string;
}

type Labelled = Pick<Chip, 'chip_id'>;

/** The chip at a position of a board; null if there is none. */
export function chipAt(chainId: number, chips: readonly Labelled[], position: number): NamedChip | null {
  const chip = chips[position];
  if (chip === undefined) return null;
  const nth = chips.slice(0, position).filter(({ chip_id }) => chip_id === chip.chip_id).length;
  return { chainId, position, chipId: chip.chip_id, nth, name: chipName(chips, position) };
}

/** A chip's label, with its number if several chips share the label: "24", "7 (2 of 3)". */
export function chipName(chips: readonly Labelled[], position: number): string {
  const label = chips[position]?.chip_id;
  const same = chips.flatMap(({ chip_id }, at) => (chip_id === label ? [at] : []));
  return same.length > 1 ? minerTexts.chips.nth(String(label), same.indexOf(position) + 1, same.length) : String(label);
}
