import { useDesktop } from '../../api/use-desktop.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import type { SettingsOf } from './settings-sections.ts';

/** Whose settings this page shows. */
export function useSettingsOf(): SettingsOf {
  const { site } = usePowerHive();
  const { data: desktop } = useDesktop();
  return site !== null ? 'site' : desktop == null ? 'server' : 'desktop';
}
