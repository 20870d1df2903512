import type { HistoryDiskUse } from '../../../src-shared/model/index.ts';
import type { RetentionPreset } from '../../../src-shared/setting-defaults/retention.ts';
import { countText, numberText } from '../../../src-shared/text/count-text.ts';
import { KNOWN_FIRMWARE } from '../../../src-shared/text/firmware-words.ts';

/** Texts of the settings and the licences. */
export const settingsTexts = {
  title: 'Settings',
  index: {
    label: 'Sections of the settings',
    search: 'Find a setting',
    none: (words: string): string => `No setting for "${words}"`,
  },
  /** Other words by which the palette finds a section. */
  also: {
    temperature: 'celsius fahrenheit degrees units °F °C',
    networks: 'subnets ranges scan addresses targets',
    passwords: 'unlock default web ui',
    intervals: 'polling seconds scan every',
    monitoring: 'manage new miners automatically require max preset',
    thresholds: 'limits alarm alert rules hot chip temperature hash rate percent rejected',
    actions: 'acting restart reboot jobs allow',
    ownPools: 'own foreign pool account forget',
    channels: 'notify telegram slack discord e-mail email smtp webhook mqtt ntfy escalation quiet hours',
    destinations: 'export prometheus victoriametrics grafana postgres timescale remote write',
    money: 'price currency cost earnings electricity kwh limit dollar euro',
    site: 'farm name',
    sites: 'other computers remote halls',
    tokens: 'api key script',
    retention: 'days keep delete disk',
    rest: 'api openapi json port metrics curl',
    login: 'autostart boot start with windows',
    desktopApp: 'quiet hours autostart boot secrets version',
  },
  ofSite: (name: string): string =>
    `${name} is another computer: its settings are changed there. Choose "This computer" above for the settings of this one.`,
  about: 'Stored in config.json in the data folder.',
  presets: 'Presets',
  loading: 'Loading settings',
  failed: "Couldn't load the settings",
  version: (version: string): string => `PowerHive ${version} · {licences}`,

  site: {
    title: 'This site',
    about: 'What this farm is called in alerts, in the history that is sent elsewhere, and by other computers.',
    label: 'Name',
    placeholder: 'North hall',
    id: (id: string): string => `Its id in all that is sent elsewhere: \`${id}\``,
    save: 'Save name',
  },

  temperature: {
    title: 'Temperature unit',
    about: 'On screens and in messages. Data, files and searches stay in °C: temp>80 is 80 °C, temp>176F is 176 °F.',
    celsius: '°C',
    fahrenheit: '°F',
  },
  theme: { title: 'Theme', about: 'For this window only.', auto: 'System', light: 'Light', dark: 'Dark' },

  networks: {
    title: 'Networks',
    about:
      "Networks to scan. One per line: 10.1.0.0/22, 10.1.8.10-80, 10.1.9.*, an address or a host name. Add :port if it isn't 80.",
    label: 'Networks to scan, one per line',
    placeholder: '10.1.0.0/22',
    own: "This computer's networks",
    add: (cidr: string): string => `Add ${cidr}`,
    save: 'Save networks',
    publicOwn: (targets: string): string => `${targets}: these addresses are mine`,
    publicAbout: 'They are public. On the internet they belong to others, whom a scan would disturb.',
    addresses: (addresses: number): string => countText(addresses, 'address', 'addresses'),
    wrong: (wrong: number, lines: number): string =>
      lines === 1 ? "This line can't be used" : `${numberText(wrong)} of ${numberText(lines)} lines can't be used`,
  },

  intervals: {
    title: 'Intervals',
    about: 'How often to check. A reading counts as outdated after three status intervals.',
    unit: 's',
    discovery: 'Scan',
    status: 'Status',
    telemetry: 'Chips',
    save: 'Save intervals',
  },

  monitoring: {
    title: 'Monitoring',
    about: 'Which miners are monitored.',
    required: 'Monitor only models with a max preset',
    on: 'Miners of a model without a max preset are not monitored.',
    off: 'All managed miners are monitored.',
    manageNew: 'Manage new miners automatically',
    newOn: 'A miner that a scan finds is managed at once.',
    newOff: 'A miner that a scan finds waits until you manage it.',
  },

  thresholds: {
    title: 'Thresholds',
    about:
      'When a problem opens, and when a row is marked. The limits of rules can be changed; those of marks are fixed: to be notified earlier, add a rule.',
    change: 'Change',
    changeOf: (rule: string): string => `Change the rule ${rule}`,
    add: 'Add a rule',
    addFor: (name: string): string => `${name}: add a rule`,
    holds: (duration: string): string => ` for ${duration}`,
    off: ' (off)',
    fixed: {
      hot: { name: 'Hot', value: (temp: string): string => `Hottest chip at ${temp} or more` },
      low: { name: 'Low hash rate', value: (percent: number): string => `Below ${percent}\u00a0% of expected` },
      rejected: {
        name: 'Rejected shares',
        value: (percent: number): string => `${percent}\u00a0% or more of the latest shares`,
      },
      weak: {
        name: 'Weak board, slow chips',
        value: (percent: number): string => `Below ${percent}\u00a0% of the other boards, or of the chips of the board`,
      },
      hotChips: {
        name: 'Hot chips',
        value: (span: string): string => `More than ${span} above the median of the board`,
      },
      old: { name: 'No recent reading', value: (age: string): string => `None for ${age}: three status intervals` },
      silent: { name: 'Not answering', value: (polls: number): string => `${polls} failed readings in a row` },
    },
    elsewhere: [
      { name: 'Highest preset', about: 'For each model', path: '/models', link: 'Models' },
      { name: 'Power of a rack', about: 'For each rack', path: '/racks', link: 'Racks' },
      {
        name: 'All other rules',
        about: 'What is a problem, after how long, and who is notified',
        path: '/incidents/rules',
        link: 'Rules',
      },
    ],
  },

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

  notifications: {
    title: 'Notifications',
    about: 'Desktop notifications.',
    unsupported: 'This system shows no notifications.',
    notify: 'Notify me about problems',
    on: 'Warnings and critical problems, when they begin, get worse and end. Many at once make one notification.',
    off: 'Off. The tray shows open problems.',
    sound: 'Sound',
    soundAbout: 'With the sound of the system, where it has one.',
    quiet: 'Quiet hours',
    quietOff: 'Notifications at any time.',
    quietOn: 'What waits is shown in one notification when the quiet hours are over, if it is still open.',
    through: 'Notify at once of',
    throughOptions: { critical: 'Critical problems only', warning: 'Warnings and critical problems' },
    from: 'Quiet from',
    until: 'Quiet until',
    allDay: 'All day.',
    sameDay: (from: string, to: string): string => `From ${from} until ${to} each day.`,
    overnight: (from: string, to: string): string => `From ${from} until ${to} the next morning.`,
    bothTimes: 'Enter both times.',
    save: 'Save quiet hours',
  },

  passwords: {
    title: 'Miner passwords',
    about: `PowerHive logs in with these: in this order on every locked miner, then the factory password. Any host on your networks that looks like a locked ${KNOWN_FIRMWARE} miner is offered them. Three refusals in a row are followed by a pause. Stored encrypted and never shown. The passwords of the miners are not changed.`,
    label: 'Add a password',
    labelAbout: 'For miners that have no password of their own here.',
    add: 'Add password',
    addFailed: "Couldn't add the password",
    remove: 'Remove',
    earlier: (number: number): string => `Try password ${number} earlier`,
    later: (number: number): string => `Try password ${number} later`,
    orderFailed: "Couldn't change the order",
    removeNumbered: (number: number): string => `Remove password ${number}`,
    removeFailed: "Couldn't remove the password",
    numbered: (number: number): string => `Password ${number}`,
    untried: (time: string): string => `added ${time}, not tried since the start`,
    trying: 'Trying …',
    unlocked: (count: number): string => `unlocked ${countText(count, 'miner')}`,
    refused: (count: number, time: string): string => `refused by ${countText(count, 'miner')}, last at ${time}`,
    locked: (locked: number, waiting: number): string =>
      `${countText(locked, 'miner')} locked${waiting === 0 ? ': every password was refused.' : `, passwords left to try on ${numberText(waiting)}.`}`,
  },

  ownPools: {
    title: 'Pools set by jobs',
    about:
      'They count as yours however few miners use them: no miner there is on a foreign pool. They are kept until a job sets other pools on the same miners. What a good part of the farm uses is yours anyway.',
    none: 'No job has set a pool yet.',
    anyAccount: 'any account',
    account: (account: string): string => `account ${account}`,
    miners: (count: number): string => `on ${countText(count, 'miner')}`,
    forget: 'Forget',
    forgetOne: (pool: string): string => `Forget ${pool}`,
    failed: (pool: string): string => `Couldn't forget ${pool}`,
    more: (count: number): string => `and ${countText(count, 'more', 'more')}`,
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

  money: {
    title: 'Money and power',
    about: 'For the overview. Empty: not shown.',
    fields: {
      revenue_per_th_day: (currency: string): string => `${currency} per TH/s and day`,
      price_per_kwh: (currency: string): string => `${currency} per kWh`,
      power_limit_kw: (_currency: string): string => 'Power limit, kW',
    },
    hints: {
      revenue_per_th_day: 'What 1 TH/s of SHA-256 earns in a day',
      price_per_kwh: 'What power costs',
      power_limit_kw: 'What the site may draw',
    },
    currency: 'Currency',
    currencyAbout: '1 to 5 letters or a sign',
    outside: (most: number): string => `A number from 0 to ${numberText(most)}`,
    save: 'Save prices',
  },

  bounds: (least: number, most: number): string => `${numberText(least)} to ${numberText(most)}`,
  outside: (least: number, most: number): string => `A whole number from ${numberText(least)} to ${numberText(most)}`,
  saved: 'Saved',

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
