import type { WebPreferences } from 'electron';

/**
 * Rule: the page is not trusted. It has no Node, shares no JavaScript world with the bridge, and
 * runs in the system's sandbox. Most of these are Electron's defaults; they are written down so
 * that a change of a default, or of mind, shows.
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
    // The checker would fetch its dictionaries from the internet.
    spellcheck: false,
  };
}
