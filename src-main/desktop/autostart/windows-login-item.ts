import { type Autostart, type LoginItems, NOT_REGISTERED, STARTS_AT_LOGIN } from './autostart-state.ts';

/**
 * The values of Windows' Run key that start this program. When the task manager disables a value,
 * it does not remove it, but marks it in another key. Electron reports that as `enabled` of a
 * launch item.
 *
 * The path is quoted because Electron parses it as a command line. Without quotes, a path with a
 * space ("C:\Users\Jane Doe\…") would end at the space, and match every program whose unquoted path
 * begins the same way.
 */
export function windowsLoginItem(app: LoginItems, execPath: string, args: readonly string[]): Autostart {
  const path = `"${execPath}"`;
  const ours = () => app.getLoginItemSettings({ path, args: [...args] }).launchItems;
  return {
    state() {
      const items = ours();
      if (items.length === 0) return NOT_REGISTERED;
      if (items.some(({ enabled }) => enabled)) return STARTS_AT_LOGIN;
      return { open_at_login: false, login_blocked_by: 'task_manager' };
    },
    set(on) {
      // The AppUserModelID names the value: one with another name is from a version with another
      // id.
      for (const { name, scope } of ours()) {
        if (scope === 'user') app.setLoginItemSettings({ openAtLogin: false, path, args: [...args], name });
      }
      // `enabled` overrides the task manager's mark, because the operator asks for the start now.
      if (on) app.setLoginItemSettings({ openAtLogin: true, enabled: true, path, args: [...args] });
    },
  };
}
