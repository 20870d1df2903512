import type { WebPreferences } from 'electron';

/**
 * Rule: the page is not trusted. It has no Node, shares no JavaScript world with the bridge, and
 * runs in the system's sandbox. Most of these are Electron's defaults. They are explicit, so that a
 * changed default has no effect and a change here shows in the diff.
 * https://www.electronjs.org/docs/latest/tutorial/security
 */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // The spell checker would download dictionaries from the internet.
    spellcheck: false,
  };
}
