import type { Menu, MenuItem, Notification, Tray } from 'electron';
import type { ElectronApplication } from 'playwright-core';

/** What record.cjs keeps inside the app. */
interface DesktopRecord {
  readonly trays: { object: Tray; toolTip: string; menu: Menu | null; images: number; destroyed: boolean }[];
  readonly notifications: { object: Notification; closed: boolean }[];
  readonly opened: string[];
  readonly shownInFolder: string[];
  readonly dialogs: RecordedDialog[];
  readonly relaunches: number;
  readonly requests: string[];
  readonly answers: DialogAnswers;
}

declare global {
  var desktopRecord: DesktopRecord;
}

export interface RecordedDialog {
  readonly kind: 'message' | 'error' | 'open' | 'save';
  readonly title: string;
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/**
 * What dialogs are answered with; without it a message box gets its default button, and a file
 * dialog is cancelled.
 */
export interface DialogAnswers {
  response?: number;
  filePaths?: string[];
  filePath?: string;
}

export interface RecordedMenuItem {
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly checked: boolean;
}

export interface RecordedTray {
  readonly toolTip: string;
  /**
   * How often a picture was set, the first one included where the constructor sets it by the public
   * way.
   */
  readonly images: number;
  /** The visible items, those of a submenu after the item that holds them. */
  readonly menu: readonly RecordedMenuItem[];
}

/** The tray icon that is there now, or null. */
export function readTray(app: ElectronApplication): Promise<RecordedTray | null> {
  return app.evaluate(() => {
    const tray = globalThis.desktopRecord.trays.findLast(({ destroyed }) => !destroyed);
    if (tray === undefined) return null;
    const flat = (menu: Menu | null | undefined): MenuItem[] =>
      (menu?.items ?? []).filter(({ visible }) => visible).flatMap((item) => [item, ...flat(item.submenu)]);
    const menu = flat(tray.menu).map(({ label, type, enabled, checked }) => ({ label, type, enabled, checked }));
    return { toolTip: tray.toolTip, images: tray.images, menu };
  });
}

/** Clicks on the tray icon itself. */
export function clickTray(app: ElectronApplication): Promise<void> {
  return app.evaluate(() => {
    globalThis.desktopRecord.trays.findLast(({ destroyed }) => !destroyed)?.object.emit('click');
  });
}

/**
 * Chooses an item of the tray's menu, or of the application menu, by its labels from the outside
 * in.
 */
export function choose(app: ElectronApplication, where: 'tray' | 'application', ...labels: string[]): Promise<void> {
  return app.evaluate(
    ({ Menu: menus }, [from, path]) => {
      const tray = globalThis.desktopRecord.trays.findLast(({ destroyed }) => !destroyed);
      let menu = from === 'tray' ? tray?.menu : menus.getApplicationMenu();
      let item: MenuItem | undefined;
      for (const label of path) {
        item = menu?.items.find((candidate) => candidate.label === label && candidate.visible);
        if (item === undefined) throw new Error(`There is no "${label}" in the ${from} menu`);
        menu = item.submenu;
      }
      if (item?.enabled === false) throw new Error(`"${item.label}" cannot be chosen now`);
      // The reply is on its way before the app may quit.
      setImmediate(() => item?.click());
    },
    [where, labels] as const,
  );
}

export interface RecordedNotification {
  readonly title: string;
  readonly body: string;
  readonly silent: boolean;
  readonly closed: boolean;
}

/** All notifications ever shown, oldest first. */
export function readNotifications(app: ElectronApplication): Promise<RecordedNotification[]> {
  return app.evaluate(() =>
    globalThis.desktopRecord.notifications.map(({ object, closed }) => ({
      title: object.title,
      body: object.body,
      silent: object.silent,
      closed,
    })),
  );
}

/** Clicks the newest notification with this title. */
export function clickNotification(app: ElectronApplication, title: string): Promise<void> {
  return app.evaluate((_electron, wanted) => {
    const found = globalThis.desktopRecord.notifications.findLast(({ object }) => object.title === wanted);
    if (found === undefined) throw new Error(`There is no notification "${wanted}"`);
    found.object.emit('click');
  }, title);
}

/** The addresses that went to the system's browser, in order. */
export function readOpened(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => globalThis.desktopRecord.opened);
}

/** The requests that the main process itself made through Electron's network, in order. */
export function readRequests(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => globalThis.desktopRecord.requests);
}

export function readDialogs(app: ElectronApplication): Promise<RecordedDialog[]> {
  return app.evaluate(() => globalThis.desktopRecord.dialogs);
}

export function answerDialogs(app: ElectronApplication, answers: DialogAnswers): Promise<void> {
  return app.evaluate((_electron, given) => {
    Object.assign(globalThis.desktopRecord.answers, given);
  }, answers);
}

/** As the system would say it: 'suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown'. */
export function emitPower(app: ElectronApplication, event: string): Promise<void> {
  return app.evaluate(({ powerMonitor }, name) => {
    powerMonitor.emit(name as 'suspend');
  }, event);
}
