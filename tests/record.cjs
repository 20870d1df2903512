'use strict';

// Loaded with `electron -r` before the app, on the stand-in and on the real Electron: notes what the app asks of the
// system, and keeps what would wait for a hand from waiting. Read it through tests/recorded.ts.
const { app, dialog, net, Notification, shell, Tray } = require('electron');

const record = {
  trays: [],
  notifications: [],
  opened: [],
  shownInFolder: [],
  dialogs: [],
  relaunches: 0,
  requests: [],
  answers: { response: undefined, filePaths: undefined, filePath: undefined },
};
globalThis.desktopRecord = record;

function noted(list, object, blank) {
  let entry = list.find((known) => known.object === object);
  if (entry === undefined) {
    entry = { object, ...blank };
    list.push(entry);
  }
  return entry;
}

function after(prototype, name, note) {
  const original = prototype[name];
  prototype[name] = function (...args) {
    note(this, ...args);
    return original.apply(this, args);
  };
}

const trayOf = (tray) => noted(record.trays, tray, { toolTip: '', menu: null, images: 0, destroyed: false });
after(Tray.prototype, 'setToolTip', (tray, toolTip) => {
  trayOf(tray).toolTip = toolTip;
});
after(Tray.prototype, 'setContextMenu', (tray, menu) => {
  trayOf(tray).menu = menu;
});
after(Tray.prototype, 'setImage', (tray) => {
  trayOf(tray).images += 1;
});
after(Tray.prototype, 'destroy', (tray) => {
  trayOf(tray).destroyed = true;
});

after(Notification.prototype, 'show', (notification) => {
  noted(record.notifications, notification, { closed: false }).closed = false;
});
after(Notification.prototype, 'close', (notification) => {
  noted(record.notifications, notification, { closed: true }).closed = true;
});

shell.openExternal = async (url) => {
  record.opened.push(url);
};
shell.showItemInFolder = (path) => {
  record.shownInFolder.push(path);
};
const request = net.request;
net.request = (options) => {
  record.requests.push(typeof options === 'string' ? options : (options.url ?? `${options.hostname}${options.path}`));
  return request.call(net, options);
};
app.relaunch = () => {
  record.relaunches += 1;
};

/** A window may stand before the options. */
const optionsOf = (args) => args.at(-1);
function note(kind, { title = '', message = '', detail = '', buttons = [] }) {
  record.dialogs.push({ kind, title, message, detail, buttons });
}
function messageBox(...args) {
  const options = optionsOf(args);
  note('message', options);
  return record.answers.response ?? options.defaultId ?? 0;
}
dialog.showMessageBoxSync = messageBox;
dialog.showMessageBox = async (...args) => ({ response: messageBox(...args), checkboxChecked: false });
dialog.showErrorBox = (title, content) => {
  note('error', { title, message: content });
  process.stderr.write(`${title}\n${content}\n`);
};
dialog.showOpenDialog = async (...args) => {
  note('open', optionsOf(args));
  const { filePaths } = record.answers;
  return { canceled: filePaths === undefined, filePaths: filePaths ?? [] };
};
dialog.showSaveDialog = async (...args) => {
  note('save', optionsOf(args));
  const { filePath } = record.answers;
  return { canceled: filePath === undefined, filePath: filePath ?? '' };
};
