import { z } from 'zod';
import { LocalNetwork, Settings, SettingsPatch, TargetsPreview } from '../model/index.ts';
import { procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

/** For the app's own screens only: these have no REST route. */
export const settings = {
  get: procedure.output(Settings),

  /** Changes the configuration file whole or not at all, and lets the loops follow at once. */
  update: procedure.input(SettingsPatch).output(Settings).errors({ UNPROCESSABLE_CONTENT }),

  /** Private networks this machine is on: an offer, never a decision. */
  localNetworks: procedure.output(z.array(LocalNetwork)),

  /** What a list of targets would mean, before it is saved. */
  previewTargets: procedure.input(z.object({ targets: z.array(z.string().max(256)).max(256) })).output(TargetsPreview),
};
