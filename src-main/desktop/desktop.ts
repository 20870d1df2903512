import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { app, safeStorage, session } from 'electron';
import { createApp } from '../app.ts';
import { type DemoFarm, startDemoFarm } from '../commands/demo-farm.ts';
import { readConfig } from '../config/config-file.ts';
import { dataFolder } from '../config/data-folder.ts';
import { openLog } from '../log.ts';
import { readVersion } from '../version.ts';
import { openIpc } from './ipc.ts';
import type { LaunchRequest } from './launch-request.ts';
import { MainWindow } from './main-window.ts';
import { serveAppScheme } from './protocol.ts';
import { stopBeforeQuit } from './quit.ts';
import { openDesktopSecrets } from './secrets.ts';
import { secure } from './security/web-contents.ts';

/** The running desktop app, as a second start or a link finds it. */
export interface Desktop {
  carryOut(request: LaunchRequest): void;
}

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Puts the desktop app together, in the order in which its parts depend on each other. Electron must be ready. */
export async function startDesktop(first: LaunchRequest, demo: DemoFarm | null): Promise<Desktop> {
  const folder = dataFolder(app.getPath('userData'));
  await mkdir(folder.path, { recursive: true, mode: 0o700 });
  const simulated = demo === null ? null : await startDemoFarm(demo, folder);
  const settings = await readConfig(folder.configFile);
  const version = readVersion();
  const { log, close: closeLog } = await openLog({
    level: settings.log.level,
    file: folder.logFile,
    stderr: process.stderr,
  });
  const secrets = openDesktopSecrets(safeStorage, folder.keyFile, process.platform);
  const powerhive = await createApp({ folder, settings, secrets: secrets.box, log, version });
  if (secrets.choice.kind === 'key_file') powerhive.note(secrets.choice.level, secrets.choice.remark);

  secure(app, session.defaultSession, log);
  serveAppScheme(session.defaultSession, beside('../renderer'));
  const stopping = new AbortController();
  const ipc = openIpc(powerhive.engine, { via: 'ipc', stopping: stopping.signal, log });
  const window = new MainWindow({
    placeFile: `${folder.path}/window.json`,
    preloadFile: beside('./preload.cjs'),
    iconFile: beside('../../resources/icon.png'),
    log,
    onContents: (contents) => ipc.trust(contents),
  });

  const carryOut = (request: LaunchRequest): void => {
    if (request.rescan) powerhive.engine.scans.start(null);
    if (!request.hidden) window.show(request.route);
  };
  stopBeforeQuit(app, log, async () => {
    log.info('Stopping');
    stopping.abort();
    ipc.close();
    await powerhive.stop();
    await simulated?.stop();
    log.info('Stopped');
    await closeLog();
  });
  powerhive.start();
  carryOut(first);
  return { carryOut };
}
