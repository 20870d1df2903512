/** Texts for failed calls to PowerHive. */
export const apiTexts = {
  notConnected: "Can't reach PowerHive. Nothing was changed.",
  timeout: 'No answer in time. Check whether it went through before you retry.',
  lost: 'Lost connection before PowerHive answered. Check whether it went through before you retry.',
  internal: 'Internal error. See the log.',
  /** A value that was refused: "Address: must be an address and a port". */
  field: (field: string, message: string): string => `${field}: ${message}`,
  /** A search that is valid here, and that another site refuses. */
  searchRefused: (site: string, message: string): string =>
    `${site} does not understand this search, perhaps because it runs an older version: ${message}`,
  changeFailed: (miner: string): string => `Couldn't change ${miner}`,
  renameFailed: (miner: string): string => `Couldn't rename ${miner}`,
  passwordFailed: (miner: string): string => `Couldn't change the password of ${miner}`,
  pageFailed: "Can't open the web page",
  pageOffline: (miner: string): string => `${miner} is offline.`,
  scanFailed: "Couldn't start the scan",
  retry: 'Try again',
  settingsFailed: "Couldn't save the settings",
} as const;
