import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';

/** The paths of all files of one PowerHive. */
export interface DataFolder {
  readonly path: string;
  readonly configFile: string;
  readonly tokenFile: string;
  readonly keyFile: string;
  readonly runningFile: string;
  readonly logFile: string;
  readonly backupsFolder: string;
  /** Changes of the settings that are not in the activity yet; usually there are none. */
  readonly settingsChangesFile: string;
  /** Running changes of many miners. */
  readonly changesFolder: string;
  /** The time by which history is deleted. A clock that jumps ahead does not move it at once. */
  readonly retentionClockFile: string;
  /** The saved views of the fleet. */
  readonly viewsFile: string;
  /** The gateway of each network, as last seen. */
  readonly gatewaysFile: string;
  /** The networks of this computer over which miners were reached. */
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

/** A relative path in the configuration is relative to the data folder. */
export function databasePath(folder: DataFolder, configured: string): string {
  return isAbsolute(configured) ? configured : resolve(folder.path, configured);
}

/**
 * Creates the folder of the database if it is inside the data folder, such as for
 * `./data/powerhive.db`. One elsewhere is not created: it may be missing because its disk is not
 * mounted, and a second database must not be started. Rejects with the error of the file system.
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
