import { loginBlockText } from '../../../src-shared/login-block-text.ts';
import type { Desktop } from '../../../src-shared/model/index.ts';
import type { Operations, Result } from '../../api/operations.ts';
import type { DesktopPort } from '../host-ports.ts';
import type { OperationsParts } from './parts.ts';
import { NO_WINDOW, noMiner, refuse } from './refusals.ts';

export function createDesktopOperations({ fleet, hostPorts, record }: OperationsParts): Operations['desktop'] {
  return {
    get: () => hostPorts.desktop?.state() ?? null,
    async setOpenAtLogin(on, actor) {
      const { desktop } = hostPorts;
      if (desktop === null) return refuse(NO_WINDOW);
      desktop.setOpenAtLogin(on);
      if (desktop.state().open_at_login === on) {
        await record({ event: 'start_at_login_changed', actor, data: { on } });
      }
      return atTheDesktop(desktop, on);
    },
    async moveSecrets(actor) {
      const { desktop } = hostPorts;
      if (desktop === null) return refuse(NO_WINDOW);
      const wasMoved = desktop.state().secrets.kept_with === 'keychain';
      const trouble = await desktop.moveSecrets();
      if (trouble !== null) return refuse({ code: 'CONFLICT', message: trouble });
      if (!wasMoved) await record({ event: 'secrets_moved', actor, data: {} });
      return { ok: true, value: desktop.state() };
    },
    openMinerPage(id) {
      const { desktop } = hostPorts;
      if (desktop === null) return refuse(NO_WINDOW);
      const entry = fleet.entry(id);
      if (entry === null) return noMiner(id);
      const { ip } = entry.stored;
      if (ip === null) return refuse({ code: 'CONFLICT', message: 'It is offline: it has no page now.' });
      desktop.openMinerPage(ip);
      return { ok: true, value: { opened: true } };
    },
    openDemo() {
      const { desktop } = hostPorts;
      if (desktop === null) return refuse(NO_WINDOW);
      desktop.openDemo();
      return { ok: true, value: { opened: true } };
    },
    checkForUpdates() {
      const { desktop } = hostPorts;
      if (desktop === null) return refuse(NO_WINDOW);
      desktop.checkForUpdates();
      return { ok: true, value: { asked: true } };
    },
  };
}

/** How the desktop stands after it was told whether to start at login: some systems do not let it. */
function atTheDesktop(desktop: DesktopPort, wanted: boolean): Result<Desktop> {
  const state = desktop.state();
  if (state.open_at_login === wanted) return { ok: true, value: state };
  const { login_blocked_by: block } = state;
  const message =
    block === null ? 'This system did not take the change. Look into its own settings.' : loginBlockText(block);
  return refuse({ code: 'CONFLICT', message });
}
