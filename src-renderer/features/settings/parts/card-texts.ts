/** Texts of all cards in the settings. */
export const cardTexts = {
  edit: 'Edit',
  remove: 'Remove',
  cancel: 'Cancel',
  enabled: (name: string): string => `${name} enabled`,
  removeTitle: (name: string): string => `Remove ${name}?`,
  removeFailed: (name: string): string => `Couldn't remove ${name}`,
  changeFailed: (name: string): string => `Couldn't change ${name}`,
  copyFailed: "Couldn't copy",
  clipboardBlocked: 'Your browser blocks the clipboard. Select the text instead.',
  secretKept: 'Stored, hidden. Leave empty to keep it.',
} as const;
