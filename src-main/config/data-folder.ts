import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';

/** Where everything of one PowerHive lies. */
export interface DataFolder {
  readonly path: string;
  readonly configFile: string;
  readonly tokenFile: string;
  readonly keyFile: string;
  readonly runningFile: string;
  readonly logFile: string;
  readonly backupsFolder: string;
  /** Changes of the settings that are not in the activity yet; there is none most of the time. */
  readonly settingsChangesFile: string;
  /** Changes of many miners that go on. */
  readonly changesFolder: string;
  /** The time by which history is deleted, which no clock that leaps ahead moves at once. */
  readonly retentionClockFile: string;
  /** The views of the fleet that the screens keep. */
  readonly viewsFile: string;
  /** Behind which gateway each network was. */
  readonly gatewaysFile: string;
  /** Over which own networks miners were reached. */
  readonly pathsFile: string;
}

export function dataFolder(path: string): DataFolder {
  const at = resolve(path);
  return {
    path: at,
    configFile: join(at, 'config.json'),
    tokenFile: join(at, 'token'),
    keyFile: join(at, 'secret.key'),
    runningFile: join(at, 'running.json'),
    logFile: join(at, 'logs', 'powerhive'),
    backupsFolder: join(at, 'backups'),
    settingsChangesFile: join(at, 'settings-changes.json'),
    changesFolder: join(at, 'changes'),
    retentionClockFile: join(at, 'retention-clock.json'),
    viewsFile: join(at, 'views.json'),
    gatewaysFile: join(at, 'gateways.json'),
    pathsFile: join(at, 'paths.json'),
  };
}

/** A path in the configuration is meant from the data folder on. */
export function databasePath(folder: DataFolder, configured: string): string {
  return isAbsolute(configured) ? configured : resolve(folder.path, configured);
}

/**
 * Makes the folder of the database where it lies in the data folder, as `./data/powerhive.db` of a
 * first start does. One elsewhere is not made: it is missing where its disk is not mounted, and a
 * farm must not begin a second one beside it. Rejects with the error of the file system.
 */
export async function makeDatabaseFolder({ path }: DataFolder, database: string): Promise<void> {
  if (dirname(database).startsWith(path + sep)) await mkdir(dirname(database), { recursive: true, mode: 0o700 });
}

/**
 * The desktop app's own data folder, so that the command line finds the same farm without an
 * option.
 */
export function defaultDataPath(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'PowerHive');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'PowerHive');
  return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'PowerHive');
}
