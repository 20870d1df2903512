import { app, dialog } from 'electron';
import { readDemoArgument } from './commands/demo-argument.ts';
import { dataFolder } from './config/data-folder.ts';
import { identifyToWindows } from './desktop/app-id.ts';
import { type Desktop, startDesktop } from './desktop/desktop.ts';
import { type LaunchRequest, LINK_SCHEME, parseLaunch, routeOfLink, withLogin } from './desktop/launch-request.ts';
import { applySwitches } from './desktop/security/switches.ts';
import { offerWaysOut } from './desktop/start-trouble.ts';
import { registerAppScheme } from './desktop/window/protocol.ts';
import { boundMemory } from './runtime/bound-memory.ts';
import { systemClock } from './runtime/clock.ts';
import { surviveLostTerminal } from './runtime/lost-terminal.ts';
import { messageOf } from './runtime/message-of.ts';

/** The entry of the desktop app: only what must happen before Electron is ready. */
function main(): void {
  boundMemory();
  surviveLostTerminal(() => undefined);
  const dataPath = app.commandLine.getSwitchValue('user-data-dir');
  if (dataPath !== '') app.setPath('userData', dataPath);
  identifyToWindows(app, process.platform, process.execPath);
  applySwitches(app);
  registerAppScheme();

  // One PowerHive per data folder: a second one passes on its request and quits.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const first = parseLaunch(process.argv);
  const opened = Promise.withResolvers<Desktop>();
  const carryOut = (request: LaunchRequest): void => void opened.promise.then((desktop) => desktop.carryOut(request));
  app.on('second-instance', (_event, args) => carryOut(parseLaunch(args)));
  app.on('open-url', (event, link) => {
    event.preventDefault();
    carryOut({ rescan: false, route: routeOfLink(link), hidden: false });
  });
  app.on('activate', () => carryOut({ rescan: false, route: null, hidden: false }));
  // Without its window PowerHive continues in the tray.
  app.on('window-all-closed', () => undefined);
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);

  app
    .whenReady()
    .then(() => startDesktop(withLogin(first, app.getLoginItemSettings()), readDemoArgument(process.argv)))
    .then(opened.resolve, async (error: unknown) => {
      process.stderr.write(`PowerHive cannot start: ${messageOf(error)}\n`);
      const isWorthATry = await offerWaysOut(error, dataFolder(app.getPath('userData')), dialog, systemClock);
      if (isWorthATry) app.relaunch();
      app.exit(isWorthATry ? 0 : 1);
    });
}

main();
