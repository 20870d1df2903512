/** The values by which the chips of a map can be coloured. */
export const CHIP_MEASURES = ['temp', 'hashrate', 'errors', 'grade'] as const;
export type ChipMeasure = (typeof CHIP_MEASURES)[number];
