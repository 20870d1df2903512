import { countText } from '../../src-shared/count-text.ts';

/** How facts of one miner are written, wherever they stand. */
export const modelTexts = {
  noFans: 'no fans',
  fans: (fans: number): string => countText(fans, 'fan'),
  duty: (percent: number): string => `${percent} %`,
} as const;
