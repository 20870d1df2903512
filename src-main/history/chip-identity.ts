/**
 * Identifies a chip: its board, its label there, and how many chips of the board with the same
 * label come before it.
 */
export interface ChipIdentity {
  readonly chain_id: number;
  readonly chip_id: number;
  readonly nth: number;
}
