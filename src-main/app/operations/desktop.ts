import { loginBlockText } from '../../../src-shared/login-block-text.ts';
import type { Desktop } from '../../../src-shared/model/index.ts';
import type { Operations, Result } from '../../api/operations.ts';
import type { DesktopPort } from '../host-ports.ts';
import type { OperationsParts } from './parts.ts';
import { NO_WINDOW, noMiner, refuse } from './refusals.ts';

export function createDesktopOperations({ fleet, hostPorts }: OperationsParts): Operations['desktop'] {
  return {
    get: () => hostPorts.desktop?.state() ?? null,
    setOpenAtLogin(on) {
      const { desktop } = hostPorts;
      if (desktop === null) return refuse(NO_WINDOW);
      desktop.setOpenAtLogin(on);
      return atTheDesktop(desktop, on);
    },
    async moveSecrets() {
      const { desktop } = hostPorts;
      if (desktop === null) return refuse(NO_WINDOW);
      const trouble = await desktop.moveSecrets();
      return trouble === null ? { ok: true, value: desktop.state() } : refuse({ code: 'CONFLICT', message: trouble });
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
