import { z } from 'zod';
import { LocalNetwork, Settings, SettingsPatch, TargetsPreview } from '../model/index.ts';
import { procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

/** Only for the app's own screens: these have no REST route. */
export const settings = {
  get: procedure.output(Settings),

  /** Changes the configuration file atomically; loops apply the change at once. */
  update: procedure.input(SettingsPatch).output(Settings).errors({ UNPROCESSABLE_CONTENT }),

  /** Private networks of this computer, as suggestions. */
  localNetworks: procedure.output(z.array(LocalNetwork)),

  /** Checks a list of targets before it is saved. */
  previewTargets: procedure.input(z.object({ targets: z.array(z.string().max(256)).max(256) })).output(TargetsPreview),
};
