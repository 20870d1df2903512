import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { autostartEntry } from './autostart-entry.ts';
import { HIDDEN_FLAG } from './launch-request.ts';

/** Whether PowerHive starts with the operator's session, in the tray. */
export interface Autostart {
  isOn(): boolean;
  set(on: boolean): void;
}

/** Linux desktops read a folder of files; macOS and Windows are asked through Electron. */
export function openAutostart(app: App): Autostart {
  const args = [...(app.isPackaged ? [] : [app.getAppPath()]), HIDDEN_FLAG];
  if (process.platform === 'linux') return autostartFile([process.env['APPIMAGE'] ?? process.execPath, ...args]);
  return {
    isOn: () => app.getLoginItemSettings({ args }).openAtLogin,
    set: (on) => app.setLoginItemSettings({ openAtLogin: on, args }),
  };
}

function autostartFile(command: readonly string[]): Autostart {
  const file = join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'autostart', 'powerhive.desktop');
  return {
    isOn: () => existsSync(file),
    set(on) {
      if (!on) {
        rmSync(file, { force: true });
        return;
      }
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, autostartEntry(command));
    },
  };
}
