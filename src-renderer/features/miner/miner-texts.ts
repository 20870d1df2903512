import type { AtItsAddress } from '../../../src-shared/model/index.ts';
import { countText, numberText } from '../../../src-shared/text/count-text.ts';
import { shortModelWords } from '../../../src-shared/text/model-words.ts';
import type { ChipColoring } from './chips/chip-color-choices.ts';

/** Texts of the panel of one miner. */
export const minerTexts = {
  /** Heading of figures from before the miner went offline. */
  lastKnown: (at: string): string => `Last known, ${at}`,
  panel: (name: string): string => `Miner ${name}`,
  panelUnknown: 'Miner',
  notFound: 'Miner not found.',
  notFoundAbout: (id: string): string => `${id} is not in the fleet.`,
  loading: 'Loading the miner',
  detailFailed: (why: string): string => `Couldn't load boards, fans and pools: ${why}`,
  loadingDetail: 'Loading boards and fans',
  /** The last address of an offline miner. */
  lastAt: (ip: string): string => `last at ${ip}`,
  openPage: "Open the miner's web page (o)",

  place: {
    rackTip: (rack: string): string => `Miners in ${rack}`,
    shelfAndSlot: (shelf: number, slot: number): string => `shelf ${shelf} · slot ${slot}`,
    position: (position: string): string => `position ${position}`,
    before: (miner: string): string => `← ${miner}`,
    after: (miner: string): string => `${miner} →`,
    beforeTip: 'The miner before it in the rack',
    afterTip: 'The miner after it in the rack',
  },

  now: {
    enterPassword: 'Enter a password',
    byJob: (paused: string): string => `${paused} (by a job)`,
    hashrate: 'Hash rate',
    power: 'Power',
    efficiency: 'Efficiency',
    maxChip: 'Max chip',
    expected: 'Expected',
    /** "Set lower: 191.4 TH/s with all 3 boards". */
    full: (what: string): string => `Set lower: it would hash ${what}`,
    preset: 'Preset',
    /** How long the firmware has been in its state: "Mining for". */
    inState: (state: string | null): string =>
      state === null ? 'Firmware state for' : `${state.charAt(0).toUpperCase()}${state.slice(1)} for`,
    uptime: 'Uptime',
    lastReading: (ago: string): string => `Last reading ${ago}. Not included in totals.`,
    unchanged: (since: string): string => `Unchanged since ${since}. Not included in totals.`,
    offline: 'Offline.',
    offlineFor: (duration: string, since: string): string => `Offline for ${duration} (since ${since})`,
  },

  history: {
    title: 'History',
    period: 'Period',
    more: 'Compare, zoom, events and export',
    loading: 'Loading history',
    failed: (why: string): string => `Couldn't load the history: ${why}`,
    nothing: 'No data for this period.',
    imported: "Imported from the miner's log:",
    hashrate: 'Hash rate',
    hottestChip: 'Hottest chip',
    /** What the firmware asks of the fans, and not how fast they turn. */
    fans: 'Fan duty',
    power: 'Power',
    fanDuty: (percent: string): string => `fan duty ${percent} %`,
    watts: (watts: number): string => `${numberText(watts)} W`,
  },

  boards: {
    title: 'Boards',
    board: (id: number): string => `Board ${id}`,
    note: (id: number, text: string): string => `Board ${id}: ${text}`,
    state: 'State',
    hashrate: 'Hash rate',
    ofExpected: '% of expected',
    chips: 'Chips',
    boardTemp: 'Board temp',
    water: 'Water',
    frequency: 'Frequency',
    voltage: 'Voltage',
    power: 'Power',
    errors: 'HW errors',
    badChips: 'Bad chips',
    weakChips: 'Weak chips',
    megahertz: (value: string): string => `${value} MHz`,
    volts: (value: string): string => `${value} V`,
    /**
     * "44–53°", short for four boards in a row; spaced below zero, where a dash looks like a minus.
     */
    range: (low: string, high: string): string =>
      /[-−]/.test(low + high) ? `${low} – ${high}` : `${low.replace('°', '')}–${high}`,
  },

  chips: {
    title: 'Chips',
    colourBy: 'Colour chips by',
    colorings: {
      temp: 'Temperature',
      hashrate: 'Hash rate',
      errors: 'Errors',
      grade: 'Rating',
    } satisfies Readonly<Record<ChipColoring, string>>,
    moment: 'Moment of the chip map',
    live: 'Live',
    momentAgo: (time: string, duration: string): string => `${time}, ${duration} ago`,
    allFrom: (moment: string): string => `All chips below are from ${moment}.`,
    readingOf: (time: string): string => `Reading of ${time}`,
    failed: (why: string): string => `Couldn't load the chips: ${why}`,
    loading: 'Loading chips',
    waiting: 'Waiting for chip data (once a minute).',
    unmonitored: 'No chip data: the miner is not monitored.',
    offline: 'No chip data: the miner is offline.',
    notMining: 'No chip data: the miner is not mining.',
    nothingAt: (time: string): string => `No chip data at ${time}.`,
    noChips: (state: string | null): string => `This board reports no chips${state === null ? '' : ` (${state})`}.`,
    map: 'chip map',
    summary: (board: number, chips: number, silent: number, hottest: string): string =>
      `Board ${board}: ${countText(chips, 'chip')}, ${numberText(silent)} not hashing, hottest ${hottest}`,
    keys: (summary: string): string => `${summary}. Arrow keys read the chips, Enter shows the history of one.`,
    notHashing: (chips: number): string => `${numberText(chips)} not hashing`,
    max: (temp: string): string => `${temp} max`,
    legendNotHashing: 'not hashing',
    halfMedian: '50 % of median',
    median: 'median',
    noErrors: 'no errors',
    normal: 'normal',
    weak: 'weak',
    bad: 'bad',
    chip: (name: string, facts: string): string => `Chip ${name}: ${facts}`,
    nth: (label: string, nth: number, of: number): string => `${label} (${nth} of ${of})`,
    unknown: 'no data',
    megahertz: (value: number): string => `${value} MHz`,
    millivolts: (value: number): string => `${value} mV`,
    errorCount: (errors: number): string => countText(errors, 'error'),
    throttled: 'throttled',
    gigahashes: (value: number): string => `${numberText(value)} GH/s`,
    historyOf: (name: string, board: number): string => `Chip ${name} of board ${board}`,
    hashrate: 'Hash rate',
    temperature: 'Temperature',
    historyFailed: (name: string, why: string): string => `Couldn't load chip ${name}: ${why}`,
    historyLoading: 'Loading …',
    historyNothing: (name: string): string => `No data of chip ${name} for this period.`,
  },

  cooling: {
    title: 'Cooling',
    mode: (mode: string): string => `Cooling: ${mode}`,
    /** For hydro models, where the firmware reports immersion. */
    water: 'water',
    noFans: 'no fans',
    fan: (number: number): string => `Fan ${number}`,
    rpm: (rpm: string): string => `${rpm} rpm`,
    stopped: (rpm: string): string => `${rpm} rpm, stopped`,
  },

  pools: {
    title: 'Pools',
    unknown: 'unknown',
    inUse: 'in use',
    standby: 'standby',
    fee: 'firmware fee',
    wordAndUser: (word: string, user: string): string => `${word} · ${user}`,
    withType: (host: string, type: string): string => `${host} (${type})`,
    ping: (ms: number): string => `${ms} ms`,
    shares: (accepted: string, rejected: string): string => `${accepted} accepted, ${rejected} rejected`,
    sharesAbout: 'As this miner counts them itself, usually since it last started mining',
    before: (pools: string, time: string): string => `Before: ${pools}, until ${time}`,
    beforeOne: (host: string, user: string): string => `${host} with worker ${user}`,
    putBack: 'Put back …',
  },

  settings: {
    title: 'Settings for this miner',
    managed: 'Managed',
    name: 'Name',
    savePlace: 'Save place',
    tags: 'Tags',
    tagsAbout: 'rack-2, breaker-3 …',
    saveName: 'Save name',
    password: 'Miner password',
    ownPassword: 'Own password set (hidden).',
    farmPassword: 'Using the miner passwords of the settings, then the factory one.',
    savePassword: 'Save password',
    useDefault: 'Use the default',
    defaultAgain: 'Using the default password, trying it now',
    trial: {
      trying: 'Trying …',
      unlocked: 'Unlocked.',
      later: 'Saved. It is tried when the miner is online.',
      kept: 'Saved. It is used when PowerHive has to log in again.',
    },
    trialRefused: (time: string, why: string): string => `Refused at ${time}. ${why}.`,
  },

  connection: {
    title: 'Connection',
    monitored: 'Monitored',
    yes: 'yes',
    no: 'no',
    offline: 'Offline, resumes when it answers again',
    lastReading: 'Last reading',
    never: 'never',
    failedAttempts: 'Failed attempts',
    nextReading: 'Next reading',
    nextNow: 'now',
    nextIn: (duration: string): string => `in ${duration}`,
    lastError: 'Last error',
    apiKey: 'API key',
    apiKeyYes: 'yes',
    apiKeyNo: 'not yet',
    mac: 'MAC',
    label: 'Label on the miner',
    hostname: 'Host name',
    firstSeen: 'First seen',
    duplicateMac: 'Duplicate MAC at',
  },

  activity: {
    title: 'Latest activity',
    none: 'Nothing yet',
    failed: (why: string): string => `Couldn't load it: ${why}`,
  },

  check: {
    button: 'Check now',
    online: 'Online',
    noAnswer: 'No answer',
    failed: (name: string): string => `Couldn't check ${name}`,
  },

  compare: {
    title: 'Two miners',
    about: 'Period and moment are the same for both.',
    back: 'Back to the fleet',
    swap: 'Swap',
    with: 'Compare with …',
  },

  newcomer: ({ miner_id, ip, name, model_name }: AtItsAddress, since: string): string => {
    const known = [name === ip ? null : name, model_name === null ? null : shortModelWords(model_name), miner_id];
    const who = known.filter((part) => part !== null).join(', ');
    return `Another miner (${who}) answers at its address since ${since}. If it is a new machine in its place, or has a new control board, replace it.`;
  },
} as const;
