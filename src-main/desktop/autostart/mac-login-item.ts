import { type Autostart, type LoginItems, NOT_REGISTERED, STARTS_AT_LOGIN } from './autostart-state.ts';

/**
 * The login item of macOS. It takes no arguments: main.ts sees from `wasOpenedAtLogin` that the
 * program was started by it. An item that the operator switched off in the system's settings stays
 * registered, with the status `requires-approval`.
 */
export function macLoginItem(app: LoginItems): Autostart {
  return {
    state() {
      const { openAtLogin, status } = app.getLoginItemSettings();
      if (status === 'requires-approval') return { open_at_login: false, login_blocked_by: 'login_items' };
      return openAtLogin ? STARTS_AT_LOGIN : NOT_REGISTERED;
    },
    set: (on) => app.setLoginItemSettings({ openAtLogin: on }),
  };
}
