import { modelWords } from '../../src-shared/text/model-words.ts';

/** Why a miner is not polled, as its row says it; also from the trouble with its key. */
export const notPolledWords = {
  unmanaged: 'Not managed.',
  offline: 'Offline, resumes when it answers again.',
  noModel: 'Unknown model. Check now.',
  noDriver: 'Unknown firmware. Check now.',
  noMaxPreset: (model: string): string => `${modelWords(model)} has no max preset. Set it in Models.`,
  noKey: 'No API key yet; the next scan creates it.',
} as const;
