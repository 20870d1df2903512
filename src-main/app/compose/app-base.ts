import type { Logger } from 'pino';
import type { Settings } from '../../../src-shared/model/index.ts';
import type { DataFolder } from '../../config/data-folder.ts';
import { SettingsStore } from '../../config/settings-store.ts';
import { DRIVERS, type DriverRegistry } from '../../drivers/registry.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import type { SecretBox } from '../../secrets/secret-box.ts';

export interface AppOptions {
  readonly folder: DataFolder;
  readonly settings: Settings;
  readonly secrets: SecretBox;
  readonly log: Logger;
  readonly version: string;
  readonly clock?: Clock;
  /** For tests: drivers that replace those of this build, and run in this thread. */
  readonly drivers?: DriverRegistry;
  /**
   * Called when the program cannot continue: the caller must stop it in order, and exit with a code
   * other than 0.
   */
  readonly onFatal: (reason: string) => void;
  /** Free bytes on the disk of a folder; if omitted, as the system reports. */
  readonly freeBytes?: (folder: string) => Promise<number | null>;
}

/**
 * What every part of the program gets: the paths of its files, its settings, its clock, and the
 * handler of errors.
 */
export interface AppBase extends Omit<AppOptions, 'drivers'> {
  readonly clock: Clock;
  readonly drivers: DriverRegistry;
  readonly startedAt: number;
  readonly settingsStore: SettingsStore;
  /** For an error that ends one run of a loop, but not the program. */
  readonly onError: (error: unknown) => void;
}

export function createBase(options: AppOptions): AppBase {
  const clock = options.clock ?? systemClock;
  return {
    ...options,
    clock,
    drivers: options.drivers ?? DRIVERS,
    startedAt: clock.nowMs(),
    settingsStore: new SettingsStore(options.folder.configFile, options.settings),
    onError: (error) => options.log.error({ err: error }, 'A loop failed and goes on'),
  };
}
