/** The values by which the chips of a map can be coloured. */
export const CHIP_COLORINGS = ['temp', 'hashrate', 'errors', 'grade'] as const;
export type ChipColoring = (typeof CHIP_COLORINGS)[number];
