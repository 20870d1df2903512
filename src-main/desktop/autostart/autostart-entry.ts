/**
 * The file that makes a Linux desktop start a program at login, by the XDG autostart specification.
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

/** The `Exec` line of an entry, unparsed; null if it has none. */
export function autostartExec(entry: string): string | null {
  return readKey(entry, 'Exec');
}

/**
 * Whether the desktop's own settings have disabled an entry without deleting it: `Hidden` by the
 * specification (Xfce, KDE and others), `X-GNOME-Autostart-enabled` by GNOME and its derivatives.
 */
export function isSwitchedOff(entry: string): boolean {
  return readKey(entry, 'Hidden') === 'true' || readKey(entry, 'X-GNOME-Autostart-enabled') === 'false';
}

/** A value of the group `[Desktop Entry]`. The last one counts if a key is repeated. */
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
 * Quotes an argument by the Desktop Entry specification: escapes within quotes, and percent signs
 * doubled.
 */
function quoted(argument: string): string {
  return `"${argument
    .replace(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
}
