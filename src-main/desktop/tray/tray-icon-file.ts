import type { TrayState } from './tray-model.ts';

/** What the choice of the icon file depends on. */
export interface BarFacts {
  readonly platform: NodeJS.Platform;
  /** Whether the system's theme is dark. */
  readonly darkTheme: boolean;
  /** `XDG_CURRENT_DESKTOP`. */
  readonly desktop: string;
}

/** The file in resources/tray for a state. Dark and light refer to the background of the bar. */
export function trayIconFile(state: TrayState, { platform, darkTheme, desktop }: BarFacts): string {
  const name = state.replace('_', '-');
  // macOS colours a template image itself.
  if (platform === 'darwin') return `tray-${name}-Template.png`;
  // GNOME's bar is dark in either theme.
  const ground = darkTheme || (platform === 'linux' && /gnome/i.test(desktop)) ? 'dark' : 'light';
  return `tray-${ground}-${name}.${platform === 'win32' ? 'ico' : 'png'}`;
}
