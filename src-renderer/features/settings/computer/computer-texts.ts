import type { HistoryDiskUse } from '../../../../src-shared/model/index.ts';
import type { RetentionPreset } from '../../../../src-shared/setting-defaults/retention.ts';
import { countText, numberText } from '../../../../src-shared/text/count-text.ts';

/** Texts of the settings of this computer, and of the licences. */
export const computerTexts = {
  retention: {
    title: 'Retention',
    about: 'How long to keep history. Activity and resolved problems are kept for a year, jobs for 90 days.',
    unit: 'days',
    tiers: {
      status_raw: 'Miner readings: all',
      status_5min: 'Miner readings: 5-min averages',
      status_1h: 'Miner readings: hourly',
      chip_raw: 'Chip readings: all',
      chip_1h: 'Chip readings: hourly',
      chip_1d: 'Chip readings: daily',
    } satisfies Readonly<Record<HistoryDiskUse['tiers'][number]['tier'], string>>,
    other: 'Current hours and other data',
    database: 'The database',
    kept: 'What is kept',
    days: 'Days',
    now: 'Now',
    inOneYear: 'In one year',
    save: 'Save retention',
    presetNames: { small: 'Small disk', default: 'Default', long: 'Long' } satisfies Readonly<
      Record<RetentionPreset, string>
    >,
    /** "Long · 41 GB in one year". */
    preset: (name: string, inOneYear: string | null): string =>
      inOneYear === null ? name : `${name} · ${inOneYear} in one year`,
    measuring: 'Measuring the disk',
    diskFailed: (why: string): string => `Couldn't measure the history: ${why}`,
    noEstimate: 'No estimate yet.',
    estimate: (miners: number): string => `Estimate for the ${countText(miners, 'monitored miner')}.`,
    measured: (miners: number): string => `Estimate from what the ${countText(miners, 'monitored miner')} took so far.`,
    free: (bytes: string): string => `${bytes} free.`,
  },

  backups: {
    title: 'Backups',
    about: 'Protects names, passwords, settings and history.',
    keep: 'Backups to keep',
    keepAbout: '0 = off',
    unit: 'kept',
    save: 'Save backups',
    failed: (why: string): string => `Backup failed: ${why}`,
    none: 'No backup yet.',
    last: (when: string, size: string): string => `Last backup: ${when} (${size}).`,
    off: 'Daily backups are off.',
    daily: (folder: string, keep: number): string =>
      `Daily, in ${folder}, keeping ${numberText(keep)}. Restore with \`powerhive restore\`.`,
    dataFolder: 'the data folder',
    now: 'Back up now',
    done: 'Backup made',
    doneAt: (size: string, path: string): string => `${size} in ${path}`,
    notMade: 'Backup failed',
  },

  rest: {
    title: 'REST API',
    about: 'The farm as JSON, for scripts and dashboards on this computer.',
    alwaysOn: 'Always on in server mode, because this page uses it.',
    allow: 'Allow other programs on this computer',
    endsPage: 'This page uses it: switching it off ends this page.',
    loopback: 'From this computer only, and with the access token.',
    address: 'Address',
    addressAbout: 'On this computer, with a port: 127.0.0.1:8080, or :8080',
    save: 'Save address',
    available: (url: string): string => `Available at ${url}`,
    unavailable: (why: string): string => `Not available: ${why}`,
    off: 'Off.',
    token: (file: string): string => `The access token is in \`${file}\`, which only you can read. Try it:`,
    copy: 'Copy command',
    copied: 'Command copied',
  },

  login: {
    title: 'Start at login',
    about: 'PowerHive monitors only while it runs.',
    label: 'Start at login',
    on: 'PowerHive starts with your session, in the tray.',
    off: 'PowerHive will not start by itself.',
    failed: "Couldn't change the start at login",
  },

  secrets: {
    title: 'Passwords and keys',
    about: 'How miner passwords and keys are stored.',
    keychain: 'Encrypted with the keychain of this system.',
    moveAbout:
      'After the move, secret.key is deleted: this folder then opens only in the desktop app on this computer.',
    move: 'Move to the keychain',
    failed: "Couldn't move the passwords and keys",
  },

  /** In a browser, instead of the sections for which it needs the desktop app. */
  desktopApp: {
    title: 'Desktop app',
    about: 'What this server does without.',
    only: 'Notifications of the system, the start at login, the keychain and updates are settings of the desktop app.',
    start: "PowerHive will not start by itself. Use your system's service manager.",
    secrets:
      'Miner passwords and keys are encrypted with secret.key in the data folder; anyone who can read both files can decrypt them.',
  },

  updates: {
    title: 'Updates',
    about: 'Nothing is downloaded or installed unless you say so.',
    noServer: 'No update server set (`updates.url`).',
    server: (url: string): string => `Checked only when you press the button: \`${url}\``,
    check: 'Check for updates',
    failed: "Couldn't check for updates",
  },

  licences: {
    title: 'Licences',
    link: 'Licences',
    about: 'PowerHive is under the MIT licence, and built from the work of others. {back}',
    back: 'Back to the settings',
    loading: 'Loading licences',
    failed: "Couldn't load the licences",
    none: 'No licences',
    noneAbout: 'Licences are included in packaged builds only.',
    noText: 'The package brings no text of its own.',
  },
} as const;
