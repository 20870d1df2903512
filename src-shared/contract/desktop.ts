import { z } from 'zod';
import { Desktop, MacAddress } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure } from './procedure.ts';

/** What only the desktop app has. For the app's own screens: these have no REST route. */
export const desktop = {
  /** Null where PowerHive runs without a window. */
  get: procedure.output(Desktop.nullable()),

  setOpenAtLogin: procedure
    .input(z.object({ on: z.boolean() }))
    .output(Desktop)
    .errors({ CONFLICT }),

  /** Encrypts the miners' passwords and keys again with the keychain, and deletes the key file. */
  moveSecrets: procedure.output(Desktop).errors({ CONFLICT }),

  /** Opens a miner's own page in the system's browser. */
  openMinerPage: procedure
    .input(z.object({ id: MacAddress }))
    .output(z.object({ opened: z.boolean() }))
    .errors({ NOT_FOUND, CONFLICT }),

  /** Opens the simulated fleet in a window of its own, with data of its own. */
  openDemo: procedure.output(z.object({ opened: z.boolean() })).errors({ CONFLICT }),

  /** Asks, as the menu does: what comes of it is said in a window of the system. */
  checkForUpdates: procedure.output(z.object({ asked: z.boolean() })).errors({ CONFLICT }),
};
