import { z } from 'zod';
import { Desktop, MacAddress } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure } from './procedure.ts';

/** Calls that only the desktop app has, for its own screens. They have no REST route. */
export const desktop = {
  /** Null if PowerHive runs without a window. */
  get: procedure.output(Desktop.nullable()),

  setOpenAtLogin: procedure
    .input(z.object({ on: z.boolean() }))
    .output(Desktop)
    .errors({ CONFLICT }),

  /** Re-encrypts the miners' passwords and keys with the keychain, and deletes the key file. */
  moveSecrets: procedure.output(Desktop).errors({ CONFLICT }),

  /** Opens a miner's own page in the system's browser. */
  openMinerPage: procedure
    .input(z.object({ id: MacAddress }))
    .output(z.object({ opened: z.boolean() }))
    .errors({ NOT_FOUND, CONFLICT }),

  /** Opens the simulated fleet in a separate window with separate data. */
  openDemo: procedure.output(z.object({ opened: z.boolean() })).errors({ CONFLICT }),

  /** Checks for updates like the menu; the result is shown in a system dialog. */
  checkForUpdates: procedure.output(z.object({ asked: z.boolean() })).errors({ CONFLICT }),
};
