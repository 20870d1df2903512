import type { AtItsAddress } from '../../../src-shared/model/index.ts';
import { shownTemperatureUnit, temperatureSign } from '../../../src-shared/temperature.ts';
import { countText, numberText } from '../../../src-shared/text/count-text.ts';
import { KNOWN_FIRMWARE } from '../../../src-shared/text/firmware-words.ts';
import { shortModelWords } from '../../../src-shared/text/model-words.ts';
import type { ColumnId } from '../../miner-view/column-ids.ts';
import type { Grouping } from '../../miner-view/miner-groups.ts';

/** Texts of the fleet screen: table, search, views, bulk actions and history. */
export const fleetTexts = {
  title: 'Fleet',
  history: 'History',
  alert: 'Alert on this view',
  loading: 'Loading the fleet',
  /** "lost 92.0 TH/s": beside what the same miners hash. */
  lost: (hashrate: string): string => `lost ${hashrate}`,
  /** A sum of power that is not known of all managed miners. */
  powerOf: (power: string, miners: number, ofMiners: number): string =>
    `${power} (${numberText(miners)} of ${numberText(ofMiners)})`,
  count: (shown: number, known: number): string =>
    shown < known ? `Filtered: ${numberText(shown)} of ${numberText(known)}` : countText(known, 'miner'),
  showAll: (known: number): string => `Show all ${numberText(known)}`,

  none: {
    noMatch: 'No miner matches',
    noneMatches: (known: number): string =>
      known === 1 ? "Your miner doesn't match." : `None of your ${numberText(known)} miners matches.`,
    showAll: 'Show all miners',
    scanning: 'Scanning …',
    scanningAbout: 'Miners appear here as they are found.',
    notFound: 'No miners found',
    /** `targets`: what was scanned, the first of it named. */
    nothingAnswered: (addresses: number, targets: readonly string[]): string => {
      const named = targets.slice(0, 3).join(', ');
      const more = targets.length > 3 ? ` and ${numberText(targets.length - 3)} more` : '';
      return `Scanned ${countText(addresses, 'address', 'addresses')} in ${named}${more}: no answer.`;
    },
    hints: [
      'Is this computer in the network of the miners, or connected to it by VPN?',
      "Can you open a miner's web page in a browser here? If its port isn't 80, enter it: 10.1.0.20:8080.",
      'Are the miners in another subnet? Compare with the address of one of them.',
    ],
    noMiners: (devices: number): string =>
      devices === 1
        ? `1 device answered, it does not run ${KNOWN_FIRMWARE}.`
        : `${numberText(devices)} devices answered, none runs ${KNOWN_FIRMWARE}.`,
    scanNow: 'Scan now',
    changeNetworks: 'Change networks',
  },

  steps: {
    label: 'First steps',
    found: (miners: number): string =>
      miners === 1
        ? '1 miner found. It is not monitored yet.'
        : `${numberText(miners)} miners found. None is monitored yet.`,
    stopped: (miners: number): string =>
      miners === 1
        ? 'Monitoring of your miner has stopped.'
        : `Monitoring of all ${numberText(miners)} miners has stopped.`,
    withPreset: 'To start monitoring: manage the miners, and set the highest preset you allow for each model.',
    withoutPreset: 'To start monitoring: manage the miners.',
    presetsLeft: (models: number): string =>
      `One step left: set the highest preset you allow for ${models === 1 ? 'its model' : `each of the ${numberText(models)} models`}.`,
    manageLeft: (miners: number): string =>
      `One step left: manage ${miners === 1 ? 'the miner' : `the ${numberText(miners)} miners`}.`,
    manageOne: 'Manage it',
    manageAll: (miners: number): string => `Manage all ${numberText(miners)}`,
    managing: (progress: string): string => `Managing ${progress}`,
    managed: 'Miners managed',
    setPresets: 'Set max presets',
    presetsSet: 'Max presets set',
    dismiss: 'Dismiss',
    newLabel: 'New miners',
    newFound: (miners: number): string =>
      miners === 1 ? '1 new miner is not managed yet.' : `${numberText(miners)} new miners are not managed yet.`,
    /** "A new machine (S21) answers at the address of R2-07, which is offline." */
    newInPlace: (name: string, { ip, model_name }: AtItsAddress): string =>
      `A new machine (${model_name === null ? ip : shortModelWords(model_name)}) answers at the address of ${name}, which is offline.`,
    moreNew: (miners: number): string => `${countText(miners, 'more new miner')} after that.`,
    alwaysManage: 'Always manage new miners',
    notNow: 'Not now',
    waiting: (miners: number): string =>
      miners === 1
        ? '1 miner is not monitored because its model has no max preset.'
        : `${numberText(miners)} miners are not monitored because their models have no max preset.`,
    setIt: 'Set it',
  },

  import: {
    button: 'Import',
    title: 'Import names, places, tags and passwords',
    about:
      'Paste or open a CSV file whose first line names its columns: mac or ip, then any of name, place, tags and password. A place is rack, rack/position, row/rack/position or building/row/rack/position, or columns of their own. An empty cell takes a name, a place or tags away, and leaves a password.',
    example: 'mac,name,place,tags',
    text: 'CSV text',
    open: 'Open a file …',
    changes: 'Changes',
    problems: 'Lines that cannot be used',
    more: (lines: number): string => `and ${numberText(lines)} more`,
    submit: (miners: number): string => `Change ${countText(miners, 'miner')}`,
  },

  columns: {
    button: 'Columns',
    titles: {
      state: 'State',
      name: 'Name',
      condition: 'Status',
      model: 'Model',
      ip: 'IP',
      mac: 'MAC',
      hostname: 'Host name',
      place: 'Place',
      tags: 'Tags',
      firmware: 'Firmware',
      hashrate: 'Hash rate',
      expected: 'Expected',
      share: '% of expected',
      lost: 'Lost',
      preset: 'Preset',
      power: 'Power',
      efficiency: 'J/TH',
      get chip_temp() {
        return `Max chip ${temperatureSign()}`;
      },
      fans: 'Fans',
      boards: 'Boards',
      errors: 'Errors %',
      rejected: 'Rejected %',
      chips: 'Weak chips',
      pool: 'Pool',
      pools: 'All pools',
      worker: 'Worker',
      uptime: 'Uptime',
      last_seen: 'Last reading',
      offline_since: 'Offline since',
      managed: 'Managed',
    } satisfies Readonly<Record<ColumnId, string>>,
    sortBy: (title: string): string => `Sort by ${title}`,
    up: (title: string): string => `Move ${title} up`,
    down: (title: string): string => `Move ${title} down`,
    narrower: (title: string): string => `Narrower: ${title}`,
    wider: (title: string): string => `Wider: ${title}`,
    note: 'Narrow windows hide the less important columns.',
    reset: 'Reset columns',
  },

  /** Chips that the firmware reports: "2 bad, 5 weak". */
  chips: ({ weak, bad }: { readonly weak: number; readonly bad: number }): string =>
    bad > 0 && weak > 0 ? `${bad} bad, ${weak} weak` : bad > 0 ? `${bad} bad` : weak > 0 ? `${weak} weak` : '0',

  table: {
    label: 'Miners',
    manage: (name: string): string => `Manage ${name}`,
    select: (name: string): string => `Select ${name}`,
    selectAll: (miners: number): string =>
      miners === 1 ? 'Select the 1 miner shown' : `Select all ${numberText(miners)} miners shown`,
    /** "Mining · last reading 4 s ago", for the whole row. */
    tip: (state: string, ago: string | null): string => (ago === null ? state : `${state} · last reading ${ago}`),
  },

  groups: {
    button: 'Group by',
    by: (name: string): string => `By ${name.toLowerCase()}`,
    none: 'Not grouped',
    names: {
      rack: 'Rack',
      pdu: 'Breaker or PDU',
      switch: 'Switch',
      subnet: 'Subnet',
      model: 'Model',
      state: 'State',
      pool: 'Pool',
      account: 'Pool account',
      preset: 'Preset',
      firmware: 'Firmware',
      tag: 'Tag',
    } satisfies Readonly<Record<Grouping, string>>,
    collapseAll: 'Collapse all',
    openAll: 'Open all',
    head: (label: string, miners: number): string => `${label}, ${countText(miners, 'miner')}`,
    hashing: (hashing: number, miners: number): string => `${numberText(hashing)} of ${numberText(miners)} hashing`,
    problems: (miners: number): string => `${numberText(miners)} with problems`,
  },

  search: {
    label: 'Search',
    get placeholder() {
      const temp = shownTemperatureUnit() === 'celsius' ? 'temp>80' : 'temp>176F';
      return `Search: name, IP, model:s19jpro, ${temp}, hashrate<90% …`;
    },
    /** Shown if temperatures are in °F. */
    inCelsius: (figure: string, shown: string): string => `${figure} is in °C (${shown}). In °F: ${figure}F`,
    asked: 'Asked for',
    /** Before the queries for what the words name. */
    anyText: (said: string): string => `"${said}" is searched as a text. Only`,
    only: 'Only',
    orOnly: 'or',
    /** Before a value of the farm that is nearly the one that was written. */
    noSuchValue: (value: string): string => `No miner has "${value}". Did you mean`,
    remove: (term: string): string => `Remove ${term}`,
    chooseBelow: 'Choose a value below (↓, Tab).',
    allFields: 'All fields',
    recent: 'recent search',
    suggestions: 'Suggestions',
    miners: (miners: number): string => countText(miners, 'miner'),
  },

  views: {
    label: 'Views',
    all: 'All',
    attention: 'Attention',
    offline: 'Offline',
    losing: 'Losing',
    unsaved: 'Unsaved changes',
    edit: (name: string): string => `Edit view ${name}`,
    name: 'View name',
    rename: 'Rename',
    update: 'Update view',
    delete: 'Delete view',
    add: 'Save view',
    save: 'Save',
    deleted: (name: string): string => `View ${name} deleted`,
    undo: 'Undo',
    noName: 'Enter a name.',
    longName: (most: number): string => `${most} characters at most.`,
    takenName: 'Another view has this name.',
    tooMany: (most: number): string => `You can keep ${most} views. Delete one first.`,
  },
} as const;
