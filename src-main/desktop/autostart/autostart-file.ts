import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { autostartEntry, autostartExec, isSwitchedOff } from './autostart-entry.ts';
import { type Autostart, type AutostartState, NOT_REGISTERED, STARTS_AT_LOGIN } from './autostart-state.ts';

/**
 * A file in the autostart folder of Linux desktops. With `owns`, an existing file is updated to
 * this program: an AppImage has another path after each update, and the old one may be deleted.
 */
export function autostartFile(file: string, command: readonly string[], owns: boolean): Autostart {
  const write = (): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, autostartEntry(command));
  };
  const read = (): string | null => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return null;
    }
  };
  const registered = read();
  const isOther = registered !== null && autostartExec(registered) !== autostartExec(autostartEntry(command));
  if (owns && isOther && !isSwitchedOff(registered)) {
    try {
      write();
    } catch {
      // Not critical: the old entry stays.
    }
  }
  return {
    state(): AutostartState {
      const entry = read();
      if (entry === null) return NOT_REGISTERED;
      return isSwitchedOff(entry) ? { open_at_login: false, login_blocked_by: 'session_settings' } : STARTS_AT_LOGIN;
    },
    set(on) {
      if (on) write();
      else rmSync(file, { force: true });
    },
  };
}
