/**
 * The file that makes a Linux desktop start a program with the session, as the XDG autostart
 * specification has it.
 */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=PowerHive',
    'Comment=Watches the farm from the tray',
    `Exec=${command.map(quoted).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** The command of an entry, as it is written there; null where it has none. */
export function autostartExec(entry: string): string | null {
  return readKey(entry, 'Exec');
}

/**
 * Whether the desktop's own settings have switched an entry off and left it there: `Hidden` by the
 * specification (Xfce, KDE and others), `X-GNOME-Autostart-enabled` by GNOME and its kin.
 */
export function isSwitchedOff(entry: string): boolean {
  return readKey(entry, 'Hidden') === 'true' || readKey(entry, 'X-GNOME-Autostart-enabled') === 'false';
}

/** A value of the group `[Desktop Entry]`; where a key is written twice, the last one. */
function readKey(entry: string, key: string): string | null {
  let inGroup = false;
  let value: string | null = null;
  for (const line of entry.split(/\r?\n/)) {
    if (line.startsWith('[')) inGroup = line.trim() === '[Desktop Entry]';
    const at = line.indexOf('=');
    if (inGroup && at > 0 && line.slice(0, at).trim() === key) value = line.slice(at + 1).trim();
  }
  return value;
}

/**
 * As the Desktop Entry specification quotes arguments: its own escapes within quotes, and a percent
 * sign doubled.
 */
function quoted(argument: string): string {
  return `"${argument
    .replace(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
}
