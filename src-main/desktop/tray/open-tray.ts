import type { Logger } from 'pino';
import type { LiveEvent } from '../../../src-shared/model/index.ts';
import type { App as PowerHive } from '../../app/app.ts';
import { TrayIcon } from './tray.ts';
import { followForTray } from './tray-follow.ts';
import type { TrayAction } from './tray-model.ts';

export interface TrayOptions {
  readonly powerhive: Pick<PowerHive, 'operations' | 'settings'>;
  readonly imagesDir: string;
  readonly log: Logger;
  /** Null if this system has no start at login. */
  readonly isOpenAtLogin: () => boolean | null;
  readonly onAction: (action: TrayAction) => void;
  /** Called with the number of open problems, for the badge of the app. */
  readonly onIncidentCount: (count: number) => void;
}

/** The tray icon, which shows the state of the farm. */
export interface DesktopTray {
  take(event: LiveEvent): void;
  /** To be called when the start at login was changed. */
  refreshLogin(): void;
  /** Stops updating; the icon stays. */
  stop(): void;
  close(): void;
}

export function openTray(options: TrayOptions): DesktopTray {
  const { powerhive, imagesDir, log, isOpenAtLogin, onAction, onIncidentCount } = options;
  const refreshLogin = (): void => icon.setOpenAtLogin(isOpenAtLogin());
  const icon = new TrayIcon({
    imagesDir,
    log,
    onAction: (action) => {
      onAction(action);
      // The system toggles a clicked check mark even if the change failed.
      refreshLogin();
    },
  });
  refreshLogin();
  const feed = followForTray(powerhive, (model) => {
    icon.setModel(model);
    onIncidentCount(model.incidentCount);
  });
  return { take: feed.take, refreshLogin, stop: feed.close, close: () => icon.close() };
}
