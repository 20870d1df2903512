import type { MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  rescan(): void;
  settings(): void;
  checkForUpdates(): void;
  licences(): void;
  reload(): void;
  /** Null if there is no page to open. */
  readonly help: (() => void) | null;
}

/** The application menu by the conventions of each system. Reload is for developers only. */
export function menuTemplate(
  platform: NodeJS.Platform,
  isDevelopment: boolean,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const settings: MenuItemConstructorOptions = {
    label: isMac ? 'Settings…' : 'Settings',
    accelerator: 'CmdOrCtrl+,',
    click: actions.settings,
  };
  const about: MenuItemConstructorOptions = { role: 'about', label: 'About PowerHive' };
  const updates: MenuItemConstructorOptions = { label: 'Check for updates…', click: actions.checkForUpdates };
  const rescan: MenuItemConstructorOptions = {
    label: 'Rescan',
    accelerator: 'CmdOrCtrl+R',
    click: actions.rescan,
  };
  const reload: MenuItemConstructorOptions = {
    label: 'Reload',
    accelerator: 'CmdOrCtrl+Shift+R',
    click: actions.reload,
  };
  return [
    ...(isMac
      ? [
          {
            role: 'appMenu',
            submenu: [
              about,
              updates,
              line,
              settings,
              line,
              { role: 'services' },
              line,
              { role: 'hide' },
              { role: 'hideOthers' },
              { role: 'unhide' },
              line,
              { role: 'quit' },
            ],
          } satisfies MenuItemConstructorOptions,
        ]
      : []),
    {
      role: 'fileMenu',
      label: isMac ? 'File' : '&File',
      submenu: [rescan, ...(isMac ? [line, { role: 'close' as const }] : [settings, line, { role: 'quit' as const }])],
    },
    { role: 'editMenu' },
    {
      role: 'viewMenu',
      label: isMac ? 'View' : '&View',
      submenu: [
        ...(isDevelopment ? [reload, { role: 'toggleDevTools' as const }, line] : []),
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        line,
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        ...(actions.help === null ? [] : [{ label: 'PowerHive on the web', click: actions.help }]),
        { label: 'Licences', click: actions.licences },
        ...(isMac ? [] : [updates, about]),
      ],
    },
  ];
}
