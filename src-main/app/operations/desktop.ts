import { loginBlockText } from '../../../src-shared/text/login-block-text.ts';
import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { noMiner, refuseNow } from '../../api/refuse.ts';
import { messageOf } from '../../runtime/message-of.ts';
import type { OperationsParts } from './operations-parts.ts';
import { NO_WINDOW } from './refusals.ts';

const NOT_TAKEN = 'This system did not take the change. Look into its own settings.';

/** The operations of the window, the tray and the system; each is refused if there is none. */
export function createDesktopOperations({ fleet, hostPorts, record }: OperationsParts) {
  return {
    get: () => hostPorts.desktop?.state() ?? null,
    async setOpenAtLogin({ on }, { actor }: By) {
      const { desktop } = hostPorts;
      if (desktop === null) return NO_WINDOW;
      // Written first, so that every change has an entry; another follows if the change fails.
      await record({ event: 'start_at_login_changed', actor, data: { on } });
      const failure = attempt(() => desktop.setOpenAtLogin(on));
      const state = desktop.state();
      if (state.open_at_login === on) return { ok: true, value: state };
      await record({ event: 'start_at_login_changed', actor, data: { on: state.open_at_login } });
      // Some systems do not allow it.
      const { login_blocked_by: block } = state;
      return refuseNow(
        block === null ? `${NOT_TAKEN}${failure === null ? '' : ` (${failure})`}` : loginBlockText(block),
      );
    },
    async moveSecrets(_input, { actor }: By) {
      const { desktop } = hostPorts;
      if (desktop === null) return NO_WINDOW;
      const trouble = await desktop.moveSecrets(actor);
      if (trouble !== null) return refuseNow(trouble);
      return { ok: true, value: desktop.state() };
    },
    openMinerPage({ id }) {
      const { desktop } = hostPorts;
      if (desktop === null) return NO_WINDOW;
      const entry = fleet.entry(id);
      if (entry === null) return noMiner(id);
      const { ip } = entry.stored;
      if (ip === null) return refuseNow('It is offline: it has no page now.');
      desktop.openMinerPage(ip);
      return { ok: true, value: { opened: true } };
    },
    openDemo() {
      const { desktop } = hostPorts;
      if (desktop === null) return NO_WINDOW;
      desktop.openDemo();
      return { ok: true, value: { opened: true } };
    },
    checkForUpdates() {
      const { desktop } = hostPorts;
      if (desktop === null) return NO_WINDOW;
      desktop.checkForUpdates();
      return { ok: true, value: { asked: true } };
    },
  } satisfies Operations['desktop'];
}

/** The error message; null if nothing was thrown. */
function attempt(act: () => void): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
