import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, Menu, Notification, safeStorage, session, shell } from 'electron';
import type { Actor } from '../../src-shared/model/index.ts';
import { createApp, type App as PowerHive } from '../app/app.ts';
import { type DemoFarm, startDemoFarm } from '../commands/demo-farm.ts';
import { readConfig } from '../config/config-file.ts';
import { databasePath, dataFolder } from '../config/data-folder.ts';
import { tightenDataFolder } from '../runtime/files/private-file.ts';
import { openLog } from '../runtime/log/log.ts';
import { TaskGroup } from '../runtime/task-group.ts';
import { endByForce, HANGS, stopOnUncaught } from '../runtime/uncaught-errors.ts';
import { readHomepage, readVersion } from '../runtime/version.ts';
import { openAutostart } from './autostart/autostart.ts';
import { openDemo } from './demo-program.ts';
import { DesktopActions } from './desktop-actions.ts';
import type { LaunchRequest } from './launch-request.ts';
import { openNotifications } from './notifications/open-notifications.ts';
import { stopBeforeQuit } from './quit.ts';
import { RestApiSwitch } from './rest-api-switch.ts';
import { openDesktopSecrets } from './secrets/desktop-secrets.ts';
import { SecretsLocation } from './secrets/secrets-location.ts';
import { createOpenExternalLink } from './security/external-links.ts';
import { createOpenMinerPage } from './security/miner-page.ts';
import { secure } from './security/web-contents.ts';
import { followSleepAndWake } from './sleep-and-wake.ts';
import { openTray } from './tray/open-tray.ts';
import { openUpdates } from './updates/open-updates.ts';
import { openIpc } from './window/ipc.ts';
import { MainWindow } from './window/main-window.ts';
import { type MenuActions, menuTemplate } from './window/menu-template.ts';
import { serveAppScheme } from './window/protocol.ts';
import { ROUTES } from './window/screen-routes.ts';

/** The running desktop app, for requests of a second start or a link. */
export interface Desktop {
  carryOut(request: LaunchRequest): void;
}

/** The actor of the window, the tray, the menu and a second start: the person at this computer. */
const DESKTOP: Actor = { via: 'desktop', name: 'desktop app', scope: 'operate' };

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Starts the parts of the desktop app in the order of their dependencies. Electron must be ready.
 */
export async function startDesktop(first: LaunchRequest, demo: DemoFarm | null): Promise<Desktop> {
  const folder = dataFolder(app.getPath('userData'));
  const screensDir = beside('../renderer');
  await mkdir(folder.path, { recursive: true, mode: 0o700 });
  const simulated = demo === null ? null : await startDemoFarm(demo, folder);
  const settings = await readConfig(folder.configFile);
  tightenDataFolder(folder, databasePath(folder, settings.database.path));
  const version = readVersion();
  const homepage = readHomepage();
  const { log, close: closeLog } = await openLog({
    level: settings.log.level,
    file: folder.logFile,
    stderr: process.stderr,
  });
  const openExternalLink = createOpenExternalLink(shell, log);
  secure(app, session.defaultSession, openExternalLink, log);
  serveAppScheme(session.defaultSession, screensDir);
  const stopping = new AbortController();
  const ipc = openIpc({ via: 'ipc', actor: DESKTOP, stopping: stopping.signal, log });
  const window = new MainWindow({
    boundsFile: join(folder.path, 'window.json'),
    preloadFile: beside('./preload.cjs'),
    iconFile: beside('../../resources/icon.png'),
    log,
    onContents: (contents) => ipc.trust(contents),
  });
  // The page is loaded while the database is read; its calls wait until the program can respond.
  if (!first.hidden) window.show(first.route);
  const running = Promise.withResolvers<() => Promise<void>>();
  const quitInto = stopBeforeQuit(app, log, async () => (await running.promise)());
  const onFatal = (): void => quitInto(() => app.exit(1));
  stopOnUncaught(log, onFatal);
  const opening = async (): Promise<{ powerhive: PowerHive; secretsHome: SecretsLocation }> => {
    const secrets = openDesktopSecrets(safeStorage, folder.keyFile, process.platform);
    const powerhive = await createApp({ folder, settings, secrets: secrets.box, log, version, onFatal });
    const secretsHome = new SecretsLocation(powerhive, secrets, folder.keyFile);
    await secretsHome.begin();
    return { powerhive, secretsHome };
  };
  const { powerhive, secretsHome } = await opening().catch((error: unknown) => {
    window.destroy();
    running.resolve(closeLog);
    throw error;
  });

  const rest = new RestApiSwitch({ powerhive, folder, screensDir, version, log });
  const autostart = openAutostart(app);
  const tasks = new TaskGroup((error) => log.error({ err: error }, 'A request of the operator failed'));
  const actions = new DesktopActions({ powerhive, window, actor: DESKTOP, tasks, quit: () => app.quit(), log });
  const tray = openTray({
    powerhive,
    imagesDir: beside('../../resources/tray'),
    log,
    isOpenAtLogin: () => autostart.state().open_at_login,
    onAction: (action) => actions.onTray(action),
    onIncidentCount: (count) => app.setBadgeCount(count),
  });
  const notifications = openNotifications(powerhive, { actor: DESKTOP, log, onClick: (route) => window.show(route) });
  const following = (async () => {
    for await (const event of powerhive.operations.app.events(stopping.signal, null)) {
      tray.take(event);
    }
  })().catch((error: unknown) => log.error({ err: error }, 'The tray is no longer updated'));

  const updates = openUpdates({
    url: settings.updates.url,
    version,
    openExternalLink,
    quitAndInstall: (install) =>
      quitInto(() => {
        // The window hides instead of closing, which would keep the installer waiting.
        window.destroy();
        install();
      }),
    log,
  });
  describeApp(version, {
    rescan: () => actions.rescan(),
    settings: () => window.show(ROUTES.settings),
    checkForUpdates: () => tasks.run(() => updates.check()),
    licences: () => window.show(ROUTES.licences),
    reload: () => window.reload(),
    help: homepage === null ? null : () => openExternalLink(homepage),
  });
  powerhive.hostPorts.rest = rest;
  powerhive.hostPorts.desktop = {
    state: () => ({
      is_demo: demo !== null,
      ...autostart.state(),
      system_locale: app.getSystemLocale(),
      notifications_supported: Notification.isSupported(),
      secrets: secretsHome.state(),
      update_url: settings.updates.url,
    }),
    setOpenAtLogin: (on) => {
      try {
        autostart.set(on);
      } finally {
        tray.refreshLogin();
      }
    },
    notify: (title, body) => notifications.show({ title, body, route: ROUTES.settings, incidentId: null }),
    moveSecrets: (actor) => secretsHome.move(actor),
    openMinerPage: createOpenMinerPage(shell, log),
    openDemo: () => openDemo(app, log),
    checkForUpdates: () => tasks.run(() => updates.check()),
  };
  followSleepAndWake(powerhive, () => app.quit(), log);
  running.resolve(async () => {
    log.info('Stopping');
    stopping.abort();
    ipc.close();
    tray.stop();
    notifications.close();
    await Promise.all([rest.stop(), following]);
    const isOver = await powerhive.stop();
    await simulated?.stop();
    tray.close();
    log.info('Stopped');
    if (!isOver) log.fatal(HANGS);
    await closeLog();
    if (!isOver) endByForce();
  });

  tasks.run(() => notifications.resume());
  powerhive.start();
  ipc.serve(powerhive.operations);
  if (first.rescan) actions.rescan();
  return { carryOut: (request) => actions.carryOut(request) };
}

/** Sets the menu of the application, and what its "About" shows. */
function describeApp(version: string, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, !app.isPackaged, actions)));
  app.setAboutPanelOptions({
    applicationName: 'PowerHive',
    applicationVersion: version,
    iconPath: beside('../../resources/icon.png'),
  });
}
