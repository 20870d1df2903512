import { numberText } from '../../../src-shared/text/count-text.ts';

/** Texts of the acceptance of a lower preset, in a problem, on a miner and in the palette. */
export const acceptPresetTexts = {
  accept: (miners: number): string =>
    miners === 1 ? 'Accept as usual preset' : `Accept as usual preset of ${numberText(miners)} miners`,
  done: (miners: number): string =>
    miners === 1 ? 'Preset accepted' : `Presets of ${numberText(miners)} miners accepted`,
  failed: 'Not accepted',
  undo: 'Undo',
  undone: (miners: number): string =>
    miners === 1 ? 'Its usual preset is as before' : `The usual presets of ${numberText(miners)} miners are as before`,
  undoFailed: 'Not undone',
  /** In the palette. */
  of: (miner: string, preset: string): string => `Accept ${preset} as the usual preset of ${miner}`,
  selected: (miners: number): string => `Accept the lower presets of ${numberText(miners)} selected as usual`,
  also: 'preset fell lower fallen baseline',
} as const;
