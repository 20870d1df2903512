import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runtime } from './runtime.ts';

/**
 * Where Electron on Linux keeps things. `--user-data-dir` wins over the user's own configuration
 * folder.
 */
export function getSystemPath(name: string, app: { name: string; userData: string | undefined }): string {
  const home = homedir();
  const given = runtime.commandLine.switches.get('user-data-dir');
  const appData = process.env['XDG_CONFIG_HOME'] ?? join(home, '.config');
  const userData = app.userData ?? (given === undefined ? join(appData, app.name) : resolve(given));
  const paths: Record<string, string> = {
    home,
    appData,
    userData,
    sessionData: userData,
    logs: join(userData, 'logs'),
    crashDumps: join(userData, 'Crashpad'),
    temp: tmpdir(),
    exe: process.execPath,
    module: process.execPath,
    desktop: join(home, 'Desktop'),
    documents: join(home, 'Documents'),
    downloads: join(home, 'Downloads'),
    music: join(home, 'Music'),
    pictures: join(home, 'Pictures'),
    videos: join(home, 'Videos'),
  };
  const path = paths[name];
  if (path === undefined) throw new Error(`Failed to get '${name}' path`);
  return path;
}
