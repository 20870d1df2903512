import type { App } from 'electron';

/**
 * Rule: Chromium sends no requests of its own. Its background requests (component updates, field
 * trials, domain reliability reports) are turned off, and every page is sandboxed, whatever a
 * window sets. Must be called before Electron is ready.
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
