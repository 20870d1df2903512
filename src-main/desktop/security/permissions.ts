import type { Session } from 'electron';

/**
 * The only permission of the page: to write text to the clipboard when the operator copies
 * something.
 */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

function isGranted(permission: string): boolean {
  return GRANTED.has(permission);
}

/**
 * Rule: camera, location, devices, notifications and all the rest are refused. The program has no
 * use for them, so neither has the page.
 */
export function limitPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(isGranted(permission)));
  session.setPermissionCheckHandler((_contents, permission) => isGranted(permission));
  session.setDevicePermissionHandler(() => false);
}
