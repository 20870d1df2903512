import { numberText } from '../../../src-shared/text/count-text.ts';
import { KNOWN_FIRMWARE } from '../../../src-shared/text/firmware-words.ts';

/** Texts for other devices that scans found. */
export const scansTexts = {
  kinds: { other_device: 'Other devices', not_identified: 'Not identified' },
  more: (devices: number): string => `and ${numberText(devices)} more`,
  toDo: {
    other_device: null,
    not_identified: `Is one of them yours? Let it start, check that its firmware is ${KNOWN_FIRMWARE}, then scan again.`,
  },
  note: `They answered the last scan, but are not known as ${KNOWN_FIRMWARE} miners. They get no password and no key.`,
  /** Next to the first steps. */
  notAdded: (devices: number): string =>
    devices === 1
      ? '1 device answered, but could not be added'
      : `${numberText(devices)} devices answered, but could not be added`,
} as const;
