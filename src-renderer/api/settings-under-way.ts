import type { QueryClient } from '@tanstack/react-query';
import type { Settings, SettingsPatch } from '../../src-shared/model/index.ts';

/** Saves of a page that have no response yet, and the settings in force without them. */
export interface SettingsUnderWay {
  inForce: Settings | undefined;
  patches: readonly SettingsPatch[];
  /**
   * Settings were changed meanwhile, here or elsewhere: they are read again after the last save.
   */
  isOld: boolean;
}

const pages = new WeakMap<QueryClient, SettingsUnderWay>();

export function settingsUnderWay(queries: QueryClient): SettingsUnderWay {
  const underWay = pages.get(queries) ?? { inForce: undefined, patches: [], isOld: false };
  pages.set(queries, underWay);
  return underWay;
}
