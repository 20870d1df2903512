/** What the chips of a map are coloured by. */
export const CHIP_MEASURES = ['temp', 'hashrate', 'errors', 'grade'] as const;
export type ChipMeasure = (typeof CHIP_MEASURES)[number];
