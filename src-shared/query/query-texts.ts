const DURATION = 'a duration in s, min, h or d';

/** The texts about queries: descriptions of fields, and messages about invalid terms. */
export const queryTexts = {
  /** Descriptions of text fields. */
  textFields: {
    name: 'name or IP',
    model: 'model, by code or name',
    ip: 'IP address',
    mac: 'MAC address',
    firmware: 'firmware, by name or version, or unusual',
    algorithm: 'algorithm: sha256d, scrypt',
    hostname: 'host name',
    tag: 'tag of yours',
    site: 'site, by its name',
    place: 'place, or none',
    building: 'building of its place',
    row: 'row of racks of its place',
    rack: 'rack, as R7 or Hall 1/A/R7',
    position: 'position in its rack',
    pdu: 'breaker or PDU of its rack',
    switch: 'network switch of its rack',
    state: 'state',
    condition: 'problem, by its code',
    pool: 'pool in use, and worker',
    pools: 'any of its pools, also on standby, or unusual',
    worker: 'worker at the pool',
    account: 'account at the pool',
    maintenance: 'in maintenance: yes, none, or its reason',
  },
  /** Descriptions of fields of figures: `means` for completions, `takes` for error messages. */
  numberFields: {
    hashrate: { means: 'TH/s (GH/s for scrypt) or % of expected', takes: 'TH/s (GH/s for scrypt) or % of expected' },
    expected: {
      means: 'expected hash rate in TH/s (GH/s for scrypt)',
      takes: 'TH/s (GH/s for scrypt)',
    },
    power: { means: 'power in W or kW', takes: 'W or kW' },
    preset: {
      means: 'watts, a preset, max for your limit, or unusual',
      takes: 'watts, the name of a preset, max, or unusual',
    },
    efficiency: { means: 'J/TH (J/GH for scrypt)', takes: 'J/TH (J/GH for scrypt)' },
    temp: { means: 'hottest chip in °C; °F with F: 176F', takes: '°C, or °F with F' },
    fans: { means: 'number, or speed in %', takes: 'a number, or a speed in %' },
    boards: { means: 'boards that are on, or share in %', takes: 'a number, or a share in %' },
    errors: { means: 'share of hardware errors in %', takes: '%' },
    rejected: { means: 'share of rejected shares in %, of the last hour', takes: '%' },
    chips: {
      means: 'weak, bad, dead, hot ..., or how many are weak or bad',
      takes: 'weak, bad, dead, hot, slow, missing, ok, or how many are rated weak or bad',
    },
    weakchips: { means: 'chips that the firmware rates weak', takes: 'a number' },
    badchips: { means: 'chips that the firmware rates bad', takes: 'a number' },
    since: { means: 'time in this state, or with this problem', takes: DURATION },
    uptime: { means: 'time since the last start', takes: DURATION },
    age: { means: 'time since the last reading', takes: DURATION },
    seen: { means: 'time since last seen', takes: DURATION },
  },
  /** Descriptions of the fields of incidents. */
  incidentFields: {
    kind: 'what it is about: a miner, a network, a rack ...',
    severity: 'critical, warning or info',
    since: 'began within this time; >1h: longer ago',
    rule: 'rule, by name or id',
  },
  unusual: {
    preset: 'not the preset of most miners of its model',
    firmware: 'not the firmware of nearly all of its model',
    pools: 'not the pools of nearly all miners',
  },
  since: { means: 'time since it began', takes: DURATION },
  flags: {
    online: 'is online',
    offline: 'is offline',
    hashing: 'is hashing',
    managed: 'is managed',
    unmanaged: 'is not managed',
    attention: 'needs attention',
    notHashing: 'is not hashing',
    noAttention: 'needs no attention',
  },
  /** What the screens call a state or a condition: "problem: Hot". */
  screenWords: {
    problem: (title: string): string => `problem: ${title}`,
    state: (word: string): string => `state: ${word}`,
  },
  notClosed: 'Missing closing bracket ")". A bracket of a name belongs in quotes.',
  notOpened: 'This ")" has no "(" before it. A bracket of a name belongs in quotes.',
  emptyBrackets: 'Put terms into the brackets: (tag:old or rack:A1).',
  bracketInValue: 'Put the bracket before the field: (model:s19 or model:s21). For values of one field: model:s19|s21.',
  tooDeep: (most: number): string => `Too many brackets in brackets: ${most} at most.`,
  tooLong: (most: number): string => `Too long: ${most} characters at most.`,
  nothingBefore: (word: string): string =>
    `Put a term before "${word}": tag:old ${word} rack:A1. Text belongs in quotes.`,
  unclosedQuote: 'Missing closing quote (").',
  unknownField: (word: string, meant: string | null): string =>
    `Unknown field "${word}".${meant === null ? '' : ` Did you mean ${meant}?`}`,
  nothingAfter: (word: string): string =>
    `Put a term after "${word}": tag:old ${word} rack:A1. Text belongs in quotes.`,
  nothingAfterSign: (sign: string): string => `Put a word, a flag or a field after "${sign}": -offline, -model:s19.`,
  noFieldBefore: (operator: string): string => `Put a field before "${operator}", for example temp>80.`,
  yesOrNo: (field: string): string => `Use ${field}:yes or ${field}:no.`,
  textOperators: (field: string, words: readonly string[]): string =>
    `Use ":", "=" or "!=" with ${field}.${possible(words)}`,
  noText: (field: string, words: readonly string[]): string =>
    `Put a value after ${field}, in quotes if it has spaces.${possible(words)}`,
  unknownValue: (field: string, value: string, words: readonly string[]): string =>
    `${field} has no value "${value}".${possible(words)}`,
  wrongRange: 'Not a network or range of addresses. Examples: ip:10.1.7.0/24, ip:10.1.7.10-40, ip:10.1.7.*',
  rangeNeedsField: (text: string): string => `Write ip:${text} for a network or range of addresses.`,
  wrongFigure: (field: string, takes: string, examples: readonly string[]): string =>
    `${field} takes ${takes}: ${examples.join(', ')}`,
} as const;

function possible(words: readonly string[]): string {
  return words.length === 0 ? '' : ` Values: ${words.join(', ')}.`;
}
