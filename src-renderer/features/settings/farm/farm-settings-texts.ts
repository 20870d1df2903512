import type { SeenPool } from '../../../../src-shared/model/index.ts';
import { countText, numberText } from '../../../../src-shared/text/count-text.ts';
import { KNOWN_FIRMWARE } from '../../../../src-shared/text/firmware-words.ts';

/** Texts of the settings of the farm. */
export const farmSettingsTexts = {
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
      'When a row is marked, and when a problem opens. Marks follow these limits from the next reading on, and so do the rules Chip over the limit, Cooling at its limit, Shares rejected and Not answering. The other rules have limits of their own: change them to be notified earlier or later.',
    save: 'Save thresholds',
    marks: {
      hot_chip_c: { label: 'Hot', about: 'Hottest chip at this or more', unit: '°C' },
      low_hashrate_percent: { label: 'Low hash rate', about: 'Below this part of expected' },
      rejected_shares_percent: { label: 'Rejected shares', about: 'This part of the latest shares, or more' },
      weak_part_percent: {
        label: 'Weak board, slow chips',
        about: 'Below this part of the other boards, or of the chips of the board',
      },
      hot_above_board_c: { label: 'Hot chips', about: 'More than this above the median of the board', unit: '°C' },
      full_fan_percent: { label: 'Fans at full speed', about: 'Fan duty at this or more' },
      cooling_margin_c: {
        label: 'Cooling at its limit',
        about: 'Fans at full speed, and the hottest chip at most this below Hot',
        unit: '°C',
      },
      failed_readings: { label: 'Not answering', about: 'So many failed readings in a row', unit: '' },
    },
    inShownUnit: (about: string, value: string): string => `${about}: now ${value}`,
    rules: 'Limits of rules, models and racks',
    change: 'Change',
    changeOf: (rule: string): string => `Change the rule ${rule}`,
    holds: (duration: string): string => ` for ${duration}`,
    off: ' (off)',
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

  poolsSeen: {
    title: 'Pools of the farm',
    about:
      'The pools and accounts to which your miners are set now. What a good part of the farm uses counts as yours, unless most of these miners changed to it from other pools without a job of PowerHive: then it is a problem until you say whether it is yours.',
    none: 'No miner has reported its pools yet.',
    pool: (host: string, account: string): string => `${host}, account ${account}`,
    miners: (count: number): string => `on ${countText(count, 'miner')}`,
    since: (time: string): string => `first changed to it ${time}`,
    standings: {
      mine: 'yours, as you said',
      not_mine: 'not yours, as you said',
      job: 'yours: a job set it',
      share: 'counts as yours: a good part of the farm uses it',
      unconfirmed: 'not confirmed: miners changed to it without a job',
      foreign: 'not known as yours: few miners use it',
      unknown: 'not judged: too few miners, or too many pools',
    } satisfies Readonly<Record<SeenPool['standing'], string>>,
    mine: 'Mine',
    mineOne: (pool: string): string => `${pool} is mine`,
    notMine: 'Not mine',
    notMineOne: (pool: string): string => `${pool} is not mine`,
    reset: 'Reset',
    resetOne: (pool: string): string => `Reset ${pool}`,
    failed: (pool: string): string => `Couldn't save this for ${pool}`,
    more: (count: number): string => `and ${countText(count, 'more', 'more')}`,
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
} as const;
