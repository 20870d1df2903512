import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoginItemSettings } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APP_ID, identifyToWindows } from '../../../src-main/desktop/app-id.ts';
import { openAutostart } from '../../../src-main/desktop/autostart/autostart.ts';
import type { Autostart } from '../../../src-main/desktop/autostart/autostart-state.ts';
import { parseLaunch, withLogin } from '../../../src-main/desktop/launch-request.ts';
import { loginBlockText } from '../../../src-shared/text/login-block-text.ts';
import { LoginItems } from '../../stand-in/login-items.ts';

const ON = { open_at_login: true, login_blocked_by: null };
const OFF = { open_at_login: false, login_blocked_by: null };

/** The start at login of a packaged app on a system with these login items. */
function autostartOn(items: LoginItems, platform: NodeJS.Platform, execPath: string, isPackaged = true): Autostart {
  const app = {
    name: 'PowerHive',
    isPackaged,
    getAppPath: () => '/work in progress',
    getLoginItemSettings: (options = {}) => items.get(options) as LoginItemSettings,
    setLoginItemSettings: (settings: object) => items.set(settings),
  };
  return openAutostart(app, { platform, execPath, env: {} });
}

describe('the start at login on Windows', () => {
  const program = 'C:\\Users\\Jane Doe\\AppData\\Local\\Programs\\PowerHive\\PowerHive.exe';
  let items: LoginItems;
  let autostart: Autostart;
  beforeEach(() => {
    items = new LoginItems('win32', program);
    items.userModelId = APP_ID;
    autostart = autostartOn(items, 'win32', program);
  });

  it('starts the program hidden', () => {
    expect(autostart.state()).toEqual(OFF);
    autostart.set(true);
    expect([...items.run]).toEqual([[APP_ID, `"${program}" --hidden`]]);
    expect(autostart.state()).toEqual(ON);
    autostart.set(false);
    expect(items.run.size).toBe(0);
    expect(autostart.state()).toEqual(OFF);
  });

  it('is off when the task manager switched it off, and on again when the operator asks for it here', () => {
    autostart.set(true);
    items.switchedOff.add(APP_ID);
    expect(autostart.state()).toEqual({ open_at_login: false, login_blocked_by: 'task_manager' });
    autostart.set(true);
    expect(autostart.state()).toEqual(ON);
  });

  it('is not that of another program whose unquoted path begins with the same word', () => {
    items.run.set('Other', 'C:\\Users\\Jane Doe\\Other\\other.exe');
    expect(autostart.state()).toEqual(OFF);
  });

  it('is that of a value which an earlier version named otherwise, and goes with it', () => {
    items.run.set('electron.app.PowerHive', `"${program}" --hidden`);
    expect(autostart.state()).toEqual(ON);
    autostart.set(true);
    expect([...items.run.keys()]).toEqual([APP_ID]);
    items.run.set('electron.app.PowerHive', `"${program}" --hidden`);
    autostart.set(false);
    expect(items.run.size).toBe(0);
  });
});

describe('the start at login on macOS', () => {
  it('waits for approval where the operator switched it off', () => {
    const items = new LoginItems('darwin', '/Applications/PowerHive.app');
    const autostart = autostartOn(items, 'darwin', '/Applications/PowerHive.app');
    expect(autostart.state()).toEqual(OFF);
    autostart.set(true);
    expect(autostart.state()).toEqual(ON);
    items.status = 'requires-approval';
    expect(autostart.state()).toEqual({ open_at_login: false, login_blocked_by: 'login_items' });
    autostart.set(true);
    expect(autostart.state().open_at_login).toBe(false);
    expect(loginBlockText('login_items')).toContain('System Settings > General > Login Items');
  });

  it('is a start without a window, as the item takes no arguments', () => {
    const plain = parseLaunch(['/Applications/PowerHive.app/Contents/MacOS/PowerHive']);
    expect(withLogin(plain, { wasOpenedAtLogin: true }).hidden).toBe(true);
    expect(withLogin(plain, { wasOpenedAtLogin: false }).hidden).toBe(false);
    expect(withLogin(parseLaunch(['--hidden']), { wasOpenedAtLogin: false }).hidden).toBe(true);
  });
});

describe('the start at login on Linux', () => {
  let home: string;
  const file = () => join(home, 'autostart/powerhive.desktop');
  const on = (execPath: string, isPackaged = true) =>
    openAutostart(
      {
        name: 'PowerHive',
        isPackaged,
        getAppPath: () => '/work in progress',
        getLoginItemSettings: () => ({}) as LoginItemSettings,
        setLoginItemSettings: () => undefined,
      },
      { platform: 'linux', execPath, env: { XDG_CONFIG_HOME: home } },
    );
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'powerhive-autostart-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('is a file in the autostart folder', () => {
    const autostart = on('/opt/PowerHive/powerhive');
    expect(autostart.state()).toEqual(OFF);
    autostart.set(true);
    expect(readFileSync(file(), 'utf8')).toContain('Exec="/opt/PowerHive/powerhive" "--hidden"\n');
    expect(autostart.state()).toEqual(ON);
    autostart.set(false);
    expect(autostart.state()).toEqual(OFF);
  });

  it.each([
    ['GNOME', (entry: string) => entry.replace('X-GNOME-Autostart-enabled=true', 'X-GNOME-Autostart-enabled=false')],
    ['Xfce', (entry: string) => `${entry}Hidden=true\n`],
  ])('is off when the settings of %s switched it off, and on again when the operator asks for it here', (_, edit) => {
    const autostart = on('/opt/PowerHive/powerhive');
    autostart.set(true);
    writeFileSync(file(), edit(readFileSync(file(), 'utf8')));
    expect(autostart.state()).toEqual({ open_at_login: false, login_blocked_by: 'session_settings' });
    autostart.set(true);
    expect(autostart.state()).toEqual(ON);
  });

  it('follows an AppImage to its next file, but only where it is on, and only as an installed app', () => {
    on('/home/o/PowerHive-1.0.0.AppImage').set(true);
    on('/usr/bin/electron', false);
    expect(readFileSync(file(), 'utf8')).toContain('1.0.0');
    on('/home/o/PowerHive-1.1.0.AppImage');
    expect(readFileSync(file(), 'utf8')).toContain('1.1.0');
    writeFileSync(file(), `${readFileSync(file(), 'utf8')}Hidden=true\n`);
    on('/home/o/PowerHive-1.2.0.AppImage');
    expect(readFileSync(file(), 'utf8')).toContain('1.1.0');
  });

  it('reads only the group of the entry', () => {
    mkdirSync(join(home, 'autostart'));
    writeFileSync(file(), '[Desktop Entry]\nExec=powerhive\n\n[Desktop Action x]\nHidden=true\n');
    expect(on('/opt/PowerHive/powerhive', false).state()).toEqual(ON);
  });
});

describe('the identity that Windows shows toasts for', () => {
  const asked: string[] = [];
  const app = (isPackaged: boolean) => ({ isPackaged, setAppUserModelId: (id: string) => void asked.push(id) });

  it('is the one that the installer writes into the shortcut', () => {
    identifyToWindows(app(true), 'win32', 'C:\\PowerHive.exe');
    identifyToWindows(app(false), 'win32', 'C:\\electron.exe');
    identifyToWindows(app(true), 'linux', '/opt/powerhive');
    expect(asked).toEqual([APP_ID, 'C:\\electron.exe']);
    expect(readFileSync('electron-builder.yml', 'utf8')).toMatch(new RegExp(`^appId: ${APP_ID}$`, 'm'));
  });
});
