import { countText } from '../../src-shared/count-text.ts';

/** How facts of one miner are written, wherever they stand. */
export const modelTexts = {
  noFans: 'no fans',
  fans: (fans: number): string => countText(fans, 'fan'),
  noPlace: 'No place',
  noPdu: 'No breaker or PDU',
  noSwitch: 'No switch',
  noAddress: 'No address known',
  unknownModel: 'Unknown model',
  unknownFirmware: 'Unknown firmware',
  noPool: 'No pool now',
  noPreset: 'No preset now',
  noTag: 'No tag',
  duty: (percent: number): string => `${percent} %`,
} as const;
