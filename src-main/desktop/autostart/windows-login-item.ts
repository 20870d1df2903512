import { type Autostart, type LoginItems, NOT_REGISTERED, STARTS_AT_LOGIN } from './autostart-state.ts';

/**
 * The values of Windows' Run key that start this program. The task manager does not remove a value
 * that it switches off: it marks the value in another key, which Electron reports as `enabled` of a
 * launch item.
 *
 * The path is quoted because Electron reads it as a command line: one with a space ("C:\Users\Jane
 * Doe\…") would end at the space, and stand for every other program whose unquoted path begins the
 * same way.
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
      // Values of other names are from a version that had another AppUserModelID, which names the
      // value.
      for (const { name, scope } of ours()) {
        if (scope === 'user') app.setLoginItemSettings({ openAtLogin: false, path, args: [...args], name });
      }
      // `enabled` undoes what the task manager noted: the operator asks for it here and now.
      if (on) app.setLoginItemSettings({ openAtLogin: true, enabled: true, path, args: [...args] });
    },
  };
}
