import { z } from 'zod';
import { Counted, Measured, Text } from '../scalars.ts';

/**
 * One preset as a miner lists it. The power is from its name, else from its text; the hash rate is
 * from its text.
 */
export const Preset = z.object({
  name: z.string(),
  pretty: Text.describe('as the firmware shows it, such as "2500 watt ~ 92 TH"'),
  power_w: Measured,
  hashrate_hs: Measured,
  status: Text.describe('tuned or untuned'),
  modded_psu_required: z.boolean().nullable(),
});
export type Preset = z.infer<typeof Preset>;

/** A preset of a model. Whether it is tuned is known from the miners of that model. */
export const ModelPreset = Preset.extend({
  status: Text.describe(
    'tuned if it is on at least one miner of the model, untuned if on none; null until one was asked',
  ),
  tuned_miners: z.int().describe('on how many miners of the model it is tuned'),
});
export type ModelPreset = z.infer<typeof ModelPreset>;

/** One miner model with its presets, in the firmware's order. */
export const MinerModel = z.object({
  alias: z.string().describe('the firmware\'s code, such as "s19jpro"'),
  name: z.string(),
  algorithm: Text,
  hr_measure: Text.describe('unit of all hash rates this model reports'),
  chains: Counted,
  chips_per_chain: Counted,
  board_rows: z
    .array(z.array(z.int()))
    .nullable()
    .describe('how the chips of a board lie: rows of their positions, -1 where there is none'),
  max_preset: Text,
  miner_count: z.int(),
  presets: z.array(ModelPreset),
});
export type MinerModel = z.infer<typeof MinerModel>;
