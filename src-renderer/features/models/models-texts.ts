import { countText, numberText } from '../../../src-shared/text/count-text.ts';

/** Texts for models and their presets. */
export const modelsTexts = {
  title: 'Models',
  about: 'Set the highest preset you allow for each model. Without one, its miners are not monitored.',
  aboutOptional: 'Set the highest preset you allow for each model. Miners are monitored without one, too.',
  loading: 'Loading models',
  none: 'No models yet',
  noneAbout: 'A model appears here with its presets when its first miner is found.',
  toFleet: 'Go to the fleet',
  miners: (miners: number): string => countText(miners, 'miner'),
  chips: (chains: number, chips: number): string => `${chains} × ${chips} chips`,
  noPresets: 'Presets appear once PowerHive has logged in to a miner of this model',
  maxPreset: 'Max preset',
  notSet: 'Not set',
  save: 'Save',
  missing: (miners: number): string =>
    miners === 1
      ? 'The 1 miner of this model is not monitored. Set a max preset.'
      : `The ${numberText(miners)} miners of this model are not monitored. Set a max preset.`,
  above: (above: number, read: number): string => `${numberText(above)} of ${numberText(read)} above max preset`,
  take: (preset: string): string => `Use ${preset}`,
  useTip: 'The highest tuned one for the stock power supply',
  columns: {
    preset: 'Preset',
    power: 'Power',
    hashrate: 'Hash rate',
    efficiency: 'J/TH',
    scryptEfficiency: 'J/GH',
    running: 'Running',
    tuned: 'Tuned',
    psu: 'Power supply',
  },
  /** In the row of a preset that no miner runs now. */
  noneRunning: '',
  moddedPsu: 'modified PSU required',
  /** A preset in the list of choices: "3670 (120.0 TH/s)". */
  preset: (name: string, facts: string): string => (facts === '' ? name : `${name} (${facts})`),
  presetFacts: (facts: readonly string[]): string => facts.join(', '),
  tuned: '✓',
  tunedSome: (tuned: number, miners: number): string => `✓ ${numberText(tuned)} of ${numberText(miners)}`,
  untuned: '–',
  tunedOn: (tuned: number, miners: number): string => `Tuned on ${numberText(tuned)} of ${countText(miners, 'miner')}`,
  withoutPreset: 'Models without a max preset',
  suggestAll: (models: number): string =>
    `${countText(models, 'model')} have no max preset. Choose below, or use the highest tuned one for stock power supplies.`,
  forAll: (models: number): string => `Use for all ${numberText(models)}`,
  saveFailed: (model: string): string => `Couldn't set the max preset of ${model}`,
  saved: (model: string, preset: string): string => `Max preset of ${model} set to ${preset}`,
  taken: (model: string): string => `Max preset of ${model} removed`,
  savedMany: (models: number): string => `Max preset set for ${countText(models, 'model')}`,
} as const;
