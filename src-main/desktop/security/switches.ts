import type { App } from 'electron';

/**
 * Rule: the program talks to the miners and to no other host. Chromium's own errands (component
 * updates, field trials, reports about domains) are turned off, and every page is sandboxed,
 * whatever a window asks for. Must come before Electron is ready.
 */
export function applySwitches(app: App): void {
  app.enableSandbox();
  for (const errand of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'no-pings',
  ]) {
    app.commandLine.appendSwitch(errand);
  }
}
