import { app, dialog } from 'electron';
import type { Logger } from 'pino';
import type { OpenExternalLink } from '../security/external-links.ts';
import type { UpdateMessage } from './install-or-announce.ts';
import { namesPublisher, openUpdateFeed } from './update-feed.ts';
import { Updates } from './updates.ts';

export interface OpenUpdatesOptions {
  /** From the configuration file; if null, no request is ever sent. */
  readonly url: string | null;
  readonly version: string;
  readonly openExternalLink: OpenExternalLink;
  /** Stops the program in order, then calls `install`. */
  readonly quitAndInstall: (install: () => void) => void;
  readonly log: Logger;
}

/** Checks for updates of this app, with Electron's dialogs. */
export function openUpdates({ url, log, ...options }: OpenUpdatesOptions): Updates {
  return new Updates({
    ...options,
    facts: {
      url,
      platform: process.platform,
      isPackaged: app.isPackaged,
      namesPublisher: namesPublisher(process.resourcesPath),
    },
    openFeed: (feedUrl) => openUpdateFeed(feedUrl, log),
    ask: askOperator,
    log,
  });
}

async function askOperator({ message, detail, buttons }: UpdateMessage): Promise<number> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message,
    detail,
    buttons: [...buttons],
    defaultId: 0,
    cancelId: buttons.length - 1,
  });
  return response;
}
