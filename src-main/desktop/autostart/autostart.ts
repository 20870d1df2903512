import { homedir } from 'node:os';
import { join } from 'node:path';
import { HIDDEN_FLAG } from '../launch-request.ts';
import { autostartFile } from './autostart-file.ts';
import type { Autostart, LoginItems } from './autostart-state.ts';
import { macLoginItem } from './mac-login-item.ts';
import { windowsLoginItem } from './windows-login-item.ts';

/** Linux desktops read a folder of files; macOS and Windows are used through Electron. */
export function openAutostart(
  app: LoginItems,
  { platform, execPath, env }: Pick<NodeJS.Process, 'platform' | 'execPath' | 'env'> = process,
): Autostart {
  const args = [...(app.isPackaged ? [] : [app.getAppPath()]), HIDDEN_FLAG];
  if (platform === 'darwin') return macLoginItem(app);
  if (platform === 'win32') return windowsLoginItem(app, execPath, args);
  const folder = join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'autostart');
  return autostartFile(join(folder, 'powerhive.desktop'), [env['APPIMAGE'] ?? execPath, ...args], app.isPackaged);
}
