import { countText, numberText } from '../../../src-shared/count-text.ts';

/** What charts of many miners say. */
export const groupTexts = {
  unknownAlgorithm: 'Unknown algorithm',
  hashrate: 'Hash rate',
  power: 'Power',
  hottestChip: 'Hottest chip',
  miners: 'Miners counted',
  celsius: (value: string): string => `${value} °C`,
  /** Beside a sum: how many of how many miners it is of. */
  ofMiners: (miners: number, ofMiners: number): string =>
    miners === ofMiners
      ? `of ${countText(miners, 'miner')}`
      : `of ${numberText(miners)} of ${countText(ofMiners, 'miner')}`,
  partial: (miners: number, ofMiners: number): string =>
    `Hatched: no total, data from only ${numberText(miners)} of ${countText(ofMiners, 'miner')}`,
  dotted: (miners: number, ofMiners: number): string =>
    `Dotted: data from ${numberText(miners)} of ${countText(ofMiners, 'miner')}`,
} as const;
