import type { TrayState } from './tray-model.ts';

/** What decides which drawing of the icon is used. */
export interface BarFacts {
  readonly platform: NodeJS.Platform;
  /** Whether the system's theme is dark. */
  readonly darkTheme: boolean;
  /** `XDG_CURRENT_DESKTOP`. */
  readonly desktop: string;
}

/**
 * The file in resources/tray that shows a state. Dark and light mean the bar that the icon stands
 * on.
 */
export function trayIconFile(state: TrayState, { platform, darkTheme, desktop }: BarFacts): string {
  const name = state.replace('_', '-');
  // macOS paints a template image itself, in whatever its bar needs.
  if (platform === 'darwin') return `tray-${name}-Template.png`;
  // GNOME's bar is dark in either theme.
  const ground = darkTheme || (platform === 'linux' && /gnome/i.test(desktop)) ? 'dark' : 'light';
  return `tray-${ground}-${name}.${platform === 'win32' ? 'ico' : 'png'}`;
}
