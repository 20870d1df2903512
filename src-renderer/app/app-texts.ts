import type { FarmCount } from '../../src-shared/miner/farm-sums.ts';
import { countText, numberText } from '../../src-shared/text/count-text.ts';
import { attentionText } from '../miner-view/attention-count-texts.ts';
import { powerCountText } from '../miner-view/power-count-texts.ts';

const allMonitored = (miners: number): string =>
  miners === 1 ? 'The monitored miner' : `All ${countText(miners, 'monitored miner')}`;

/** Texts around every screen: sign-in, connection, header, rail, footer, keys and palette. */
/** "4 open, 2 more": what is in no incident, or not yet, is in the lists too. */
function openText(open: number, more: number): string {
  return `${numberText(open)} open${moreText(more)}`;
}

function moreText(more: number): string {
  return more === 0 ? '' : `, ${numberText(more)} more`;
}

export const appTexts = {
  name: 'PowerHive',
  /** Title of the page, with the number of miners that need attention. */
  title: (attention: number): string => (attention === 0 ? 'PowerHive' : `(${attention}) PowerHive`),

  signIn: {
    title: 'Sign in',
    about:
      "Paste the access token. You find it in the file `token` in PowerHive's data folder (its path is printed at start as `token_file`).",
    token: 'Access token',
    refused: 'Wrong token. Each data folder has its own: copy it again from the file.',
    submit: 'Sign in',
  },

  banners: {
    /** {age} is a duration that is updated each second. */
    lost: 'Lost connection to PowerHive. Reconnecting … Showing data from {age} ago.',
    retry: 'Retry now',
    /** "34 miners went offline at 23:35 (10.1.4.0/24), −3.85 PH/s". */
    outage: (miners: number, whole: boolean, at: string, where: string | null, lost: string | null): string =>
      `${whole ? allMonitored(miners) : countText(miners, 'miner')} went offline at ${at}` +
      `${where === null ? '' : ` (${where})`}${lost === null ? '' : `, −${lost}`}`,
    rack: (rack: string): string => `rack ${rack}`,
    /** "Back: all 34 miners of rack R7", "Back: 30 of 34 miners". */
    back: (back: number, all: number, where: string | null): string => {
      const ofThem = back < all ? `${numberText(back)} of ` : all > 1 ? 'all ' : '';
      return `Back: ${ofThem}${countText(all, 'miner')}${where === null ? '' : ` of ${where}`}`;
    },
    wentOffline: (at: string): string => `Went offline at ${at}.`,
    notBack: (names: string): string => `Still offline: ${names}.`,
    show: 'Show',
    dismiss: 'Dismiss',
    liveBroken: 'Live updates have stopped, so this may be out of date. See the log for the reason.',
    notRecording: (reason: string | null): string =>
      `History is not being recorded.${reason === null ? '' : ` ${reason}`}`,
    unreachable: (attempts: number): string => `Can't reach PowerHive. Is it running? Retrying (${attempts}) …`,
    siteUnreachable: (site: string, attempts: number): string => `Can't see ${site} now. Retrying (${attempts}) …`,
    /** {age} is a duration that is updated each second. */
    siteLost: (site: string): string =>
      `${site} does not respond. Its miners are not marked offline. Showing data from {age} ago.`,
    siteWhy: (site: string, why: string): string => `${site}: ${why}`,
    /** After why the site cannot be seen. {age} is a duration that is updated each second. */
    siteOld: 'Its miners are not marked offline. Showing data from {age} ago.',
    showHere: 'Show this computer',
    paused: (since: string, reason: string | null): string => `Monitoring paused since ${since}${because(reason)}`,
    notMonitoring: (since: string, reason: string | null): string => `Not monitoring since ${since}${because(reason)}`,
    notAll: (since: string, reason: string): string => `Not monitoring all of the farm since ${since}: ${reason}`,
  },

  header: {
    filter: 'Filter the fleet',
    /** Label after each figure, such as "48 hashing"; `count` is null if it is not known. */
    counts: {
      hashing: () => 'hashing',
      attention: (count: number | null) => (count === 1 ? 'needs attention' : 'need attention'),
      offline: () => 'offline',
      unmanaged: () => 'not managed',
    } satisfies Readonly<Record<FarmCount, (count: number | null) => string>>,
    /** "7 miners need attention. Problems, which several miners can share: 4 open." */
    attentionTip: (miners: number, open: number, more: number): string =>
      `${attentionText(miners)}. Problems, which several miners can share: ${openText(open, more)}.`,
    /** Follows the number of miners that need attention. */
    inMaintenance: (miners: number): string => `, ${numberText(miners)} of them in maintenance`,
    totalOf: (miners: number, ofMiners: number, algorithm: string | null): string => {
      const isPart = miners < ofMiners;
      const read = `${isPart ? `${numberText(miners)} of ` : ''}${countText(ofMiners, 'miner')} with a current reading`;
      const others = isPart ? '; the others do not report it' : '';
      return `Total of ${read}${algorithm === null ? '' : ` (${algorithm})`}${others}`;
    },
    powerTip: powerCountText,
    /** The difference of the hash rate to the day before, in percent: "▲ 2 %". */
    trend: (percent: number): string =>
      `${percent === 0 ? '±' : percent > 0 ? '▲ ' : '▼ '}${numberText(Math.abs(percent))}\u00a0%`,
    trendTip: (now: string, nowMiners: number, then: string, thenMiners: number, at: string): string =>
      `${now} of ${countText(nowMiners, 'miner')} now; ${then} of ${countText(thenMiners, 'miner')} a day ago, at ${at}`,
    ofMiners: (miners: number, ofMiners: number): string => `(${numberText(miners)} of ${numberText(ofMiners)})`,
    hashrate: (algorithm: string): string => `Hash rate, ${algorithm}`,
    power: 'Power',
    efficiency: 'Efficiency',
    history: 'History of all miners',
    historyTip: 'History of all miners (h)',
    /** Between the actual and the expected hash rate: "371.2 of 378.0 PH/s". */
    of: 'of',
    expectedTip: (share: number): string => `${share} % of what the managed miners are expected to hash`,
    ofAll: (miners: number): string => `of ${numberText(miners)}`,
    /** What the times and omissions are about, for screen readers. */
    figures: 'Figures',
    asOf: (at: string): string => `as of ${at}`,
    scanNow: 'Scan now',
    scanTip: 'Scan all networks now (r)',
  },

  scan: {
    never: 'not scanned yet',
    scanning: 'scanning',
    confirming: 'confirming',
    progressOf: (verb: string, done: number, total: number): string =>
      `${verb} ${numberText(done)} of ${numberText(total)}`,
    share: (verb: string, percent: number): string => `${verb} ${percent} %`,
    last: (when: string): string => `Last scan ${when}`,
    cancelled: (when: string): string => `scan cancelled ${when}`,
    failed: (when: string): string => `scan failed ${when}`,
    progress: 'Scan progress',
    took: (duration: string): string => `Took ${duration}`,
    milliseconds: (ms: number): string => `${ms} ms`,
    seconds: (seconds: string): string => `${seconds} s`,
    minersFound: (miners: number): string => `${countText(miners, 'miner')} found`,
    new: (miners: number): string => `${numberText(miners)} new`,
    back: (miners: number): string => `${numberText(miners)} back online`,
    offline: (miners: number): string => `${numberText(miners)} offline`,
    others: (devices: number): string => `${countText(devices, 'other device')} answered`,
    started: 'Scan started',
    finished: (found: string): string => `Scan finished: ${found}`,
    noReason: 'no reason given',
    stopped: (reason: string): string => `Scan failed: ${reason}`,
  },

  devices: {
    title: 'Other devices',
    miners: (miners: number): string => countText(miners, 'miner'),
    others: (devices: number): string => countText(devices, 'other device'),
    notIdentified: (devices: number): string => `${numberText(devices)} not identified`,
  },

  rail: {
    screens: 'Screens',
    /** "Problems (g a)". */
    tip: (label: string, letter: string): string => `${label} (g ${letter})`,
    /** "4 open problems, 2 more (g a). A problem can be one of many miners." */
    openTip: (open: number, more: number, letter: string): string =>
      `${countText(open, 'open problem')}${moreText(more)} (g ${letter}). A problem can be one of many miners.`,
    /** "Jobs, 1 halted or did nothing". */
    withHalted: (label: string, jobs: number): string => `${label}, ${numberText(jobs)} halted or did nothing`,
    /** "Problems, 2 open". */
    withOpen: (label: string, open: number, more: number): string => `${label}, ${openText(open, more)}`,
  },
  screens: {
    fleet: 'Fleet',
    jobs: 'Jobs',
    history: 'History',
    models: 'Models',
    overview: 'Overview',
    problems: 'Problems',
    activity: 'Activity',
    settings: 'Settings',
  },

  footer: {
    keys: 'Keys',
    scan: 'scan now',
    search: 'search',
    searchEverything: 'search everything',
    allKeys: 'all keys',
    move: 'next / previous',
    map: 'to the map',
    open: 'open',
    select: 'select',
    manage: 'manage',
    acknowledge: 'acknowledge',
    snooze: 'snooze',
    monitored: (monitored: number, known: number): string =>
      `${numberText(monitored)} of ${numberText(known)} monitored`,
  },

  maintenance: {
    silent: 'Maintenance:',
    until: (when: string, reason: string): string => `until ${when}${reason === '' ? '' : ` · ${reason}`}`,
    more: (count: number): string => `, and ${count} more`,
    show: 'Show',
  },
  keyNames: { ctrlK: 'Ctrl K', space: 'Space', enter: 'Enter', escape: 'Esc', shift: 'Shift', tab: 'Tab' },
  keys: {
    title: 'Keys',
    everywhere: 'Everywhere',
    searchEverything: 'Search everything',
    goTo: (screen: string): string => `Go to ${screen}`,
    scan: 'Scan now',
    history: 'History of all miners',
    close: 'Close',
    allKeys: 'All keys',
    lists: 'Lists',
    search: 'Search',
    move: 'Next / previous row',
    open: 'Open',
    showGroup: 'Show the miners of a line of the activity',
    map: 'Map of the overview',
    toMap: 'To the map; next / previous box',
    walkMap: 'Next miner',
    problems: 'Problems',
    acknowledge: 'Acknowledge',
    act: 'Suggested action …',
    snooze: 'Snooze for 1 hour',
    fleet: 'Fleet',
    suggestion: 'Choose and accept a suggestion',
    intoRows: 'From the search to the rows',
    select: 'Select row',
    extend: 'Extend selection',
    selectAll: 'Select all results',
    manage: 'Manage / stop managing',
    locate: 'Locate',
    restart: 'Restart …',
    preset: 'Set preset …',
    webPage: "Open the miner's web page",
    menu: 'Actions for the selection, or the row',
    rename: 'Rename the selection, or the row',
    panel: 'Widen or narrow the panel',
    nextProblem: 'Next critical problem, next miner that needs attention',
    intoPanel: 'Into the panel, and back',
    clearSearch: 'Clear the search of the fleet',
  },

  language: {
    title: 'Search, rules and views',
    examples: [
      { query: 'model:s19', means: 'contains s19; model=s19 equals it' },
      { query: 'model:s19|s21', means: 'one of several values' },
      { query: 'tag:old temp>80', means: 'both' },
      { query: 'tag:old or temp>80', means: 'one of them, or both' },
      { query: '(tag:old or rack:A1) temp>80', means: 'brackets go first' },
      { query: '-(tag:old or rack:A1)', means: 'neither; -tag:old, not tag:old' },
      { query: 'R1-*-04', means: 'a name with anything at *' },
      { query: 'state:"not hashing"', means: 'a value with spaces' },
    ],
  },

  marksTitle: 'Marks',

  palette: {
    label: 'Search everything',
    placeholder: 'Search miners, screens and actions',
    miners: 'Miners',
    problems: 'Problems',
    screens: 'Screens',
    actions: 'Actions',
    forMiners: 'For these miners',
    ofNoMiner: 'Problems of no miner now',
    search: (query: string): string => `Search the fleet: ${query}`,
    /** "Problem: Hot". */
    state: (means: string): string => means.charAt(0).toUpperCase() + means.slice(1),
    nothing: (text: string): string => `No results for "${text}"`,
    scan: 'Scan now',
    show: {
      hashing: 'Show hashing miners',
      attention: 'Show miners that need attention',
      offline: 'Show offline miners',
      unmanaged: 'Show miners that are not managed',
    } satisfies Readonly<Record<FarmCount, string>>,
    racks: 'Racks',
    racksAlso: 'place miners rack size power limit pdu breaker switch slots',
    wall: 'Wall',
    wallAlso: 'monitor tv full screen dashboard',
    rules: 'Alert rules',
    rulesAlso: 'notify thresholds temperature mute',
    maintenance: 'Maintenance',
    maintenanceAlso: 'silence pause alerts work on rack',
    fleetFiles: 'Fleet: import and export',
    fleetFilesAlso: 'csv spreadsheet names places tags passwords download',
    api: 'REST API: all routes',
    apiAlso: 'openapi swagger reference docs curl json',
    presets: 'Models: highest preset of each',
    presetsAlso: 'max preset limit ladder',
    backUp: 'Back up database now',
    backUpAlso: 'backup',
    named: 'Views, models and settings',
    view: 'view of the fleet',
    model: (miners: number): string => countText(miners, 'miner'),
    setting: (title: string): string => `Settings: ${title}`,
    theme: { auto: 'Use system theme', light: 'Use light theme', dark: 'Use dark theme' },
    currentTheme: (theme: string): string => `${theme} (current)`,
    keys: 'Show all keys',
    keysAlso: 'help how shortcuts keyboard search words marks legend symbols',
    verbKeys: { locate: 'b', restart: 'Shift R', preset: 'p' },
    goTo: (letter: string): string => `g ${letter}`,
    remove: (miner: string): string => `Remove ${miner} …`,
    replace: (miner: string): string => `Replace ${miner} …`,
    /** While no miner is open and none is named. */
    whom: { remove: 'Remove a miner …', replace: 'Replace a miner …' },
    whomDetail: 'then its name',
    unplaced: 'Show miners without a place',
    /** Also by what a new miner is: not managed yet, and nowhere. */
    newAlso: 'new miners found added not managed unmanaged unplaced',
    hottest: 'Show the hottest miners first',
    hottestAlso: 'temperature sort by max chip warmest',
    compare: (miner: string, other: string): string => `Compare ${miner} with ${other}`,
    compareWith: (miner: string): string => `Compare ${miner} with …`,
    compareAlso: 'side by side two miners',
    offline: 'offline',
    lastAt: (ip: string): string => `offline, last at ${ip}`,
  },
} as const;

function because(reason: string | null): string {
  return reason === null ? '' : `: ${reason}`;
}
