import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../../src-main/desktop/window/menu-template.ts';

const actions = {
  rescan: () => {},
  settings: () => {},
  checkForUpdates: () => {},
  licences: () => {},
  reload: () => {},
  help: () => {},
};
const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
const menu = (platform: NodeJS.Platform, isDevelopment = false, given: Partial<typeof actions> | { help: null } = {}) =>
  menuTemplate(platform, isDevelopment, { ...actions, ...given });
const roles = (platform: NodeJS.Platform) => flat(menu(platform)).flatMap(({ role }) => role ?? []);

describe('the menu', () => {
  it.each(['linux', 'win32', 'darwin'] as const)('has what each system expects: %s', (platform) => {
    expect(roles(platform)).toEqual(expect.arrayContaining(['quit', 'editMenu', 'windowMenu', 'about', 'help']));
    const keys = flat(menu(platform)).flatMap(({ label, accelerator }) =>
      accelerator === undefined ? [] : [[label, accelerator]],
    );
    expect(keys).toEqual(
      expect.arrayContaining([
        ['Rescan', 'CmdOrCtrl+R'],
        [platform === 'darwin' ? 'Settings…' : 'Settings', 'CmdOrCtrl+,'],
      ]),
    );
    expect(new Set(keys.map(([, key]) => key)).size).toBe(keys.length);
  });

  it('begins with the app on macOS alone, where Quit, Settings and About belong', () => {
    const first = menu('darwin')[0];
    expect(first?.role).toBe('appMenu');
    expect(flat([first!]).flatMap(({ role }) => role ?? [])).toEqual(expect.arrayContaining(['about', 'hide', 'quit']));
    expect(roles('linux')).not.toContain('appMenu');
    expect(roles('darwin').filter((role) => role === 'quit')).toHaveLength(1);
  });

  it('reloads only in development', () => {
    expect(flat(menu('linux')).map(({ label }) => label)).not.toContain('Reload');
    expect(flat(menu('linux')).flatMap(({ role }) => role ?? [])).not.toContain('toggleDevTools');
    expect(flat(menu('linux', true)).map(({ label }) => label)).toContain('Reload');
  });

  it('offers no page on the web while there is none', () => {
    expect(flat(menu('linux')).map(({ label }) => label)).toContain('PowerHive on the web');
    expect(flat(menu('linux', false, { help: null })).map(({ label }) => label)).not.toContain('PowerHive on the web');
  });
});
