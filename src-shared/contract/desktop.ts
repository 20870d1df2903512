import { z } from 'zod';
import { Desktop } from '../model/index.ts';
import { CONFLICT, procedure } from './procedure.ts';

/** What only the desktop app has. For the app's own screens: these have no REST route. */
export const desktop = {
  /** Null where PowerHive runs without a window. */
  get: procedure.output(Desktop.nullable()),

  setOpenAtLogin: procedure
    .input(z.object({ on: z.boolean() }))
    .output(Desktop)
    .errors({ CONFLICT }),

  /** Seals the miners' passwords and keys anew with the keychain, and does away with the key file. */
  moveSecrets: procedure.output(Desktop).errors({ CONFLICT }),

  /** Asks, as the menu does: what comes of it is said in a window of the system. */
  checkForUpdates: procedure.output(z.object({ asked: z.boolean() })).errors({ CONFLICT }),
};
