import { temperatureSign } from '../../../src-shared/temperature.ts';
import { countText, numberText } from '../../../src-shared/text/count-text.ts';
import { attentionText } from '../../miner-view/attention-count-texts.ts';
import { amountText } from '../../miner-view/farm-money.ts';
import { WRENCH_MEANS } from '../../miner-view/maintenance-texts.ts';
import type { Grouping } from '../../miner-view/miner-groups.ts';
import type { SetAside } from './lost-parts.ts';
import type { Coloring } from './rack-map/color-choices.ts';

/** Texts of the overview. */
export const overviewTexts = {
  title: 'Overview',
  loading: 'Loading miners',
  algorithm: 'Algorithm',
  wall: 'Wall',
  asOf: (at: string): string => `As of ${at}`,
  lost: (at: string): string => `No connection since ${at}. Reconnecting …`,
  clock: {
    updated: (when: string): string => `Updated ${when}`,
    old: (at: string, when: string): string => `Old figures: no miner was read since ${at} (${when})`,
    never: 'No miner is read yet',
  },
  wallTip: 'Full screen, for a wall (Esc leaves)',

  tiles: {
    label: 'The farm now',
    labelOf: (algorithm: string): string => `The farm now, ${algorithm}`,
    hashrate: 'Hash rate',
    hashrateOf: (algorithm: string): string => `Hash rate, ${algorithm}`,
    power: 'Power',
    efficiency: 'Efficiency',
    hashing: 'Hashing',
    lost: 'Lost now',
    /** "1.26 PH·h today". */
    lostToday: (work: string): string => `${work} today`,
    ofExpected: (expected: string, percent: number): string => `of ${expected} expected · ${percent}\u00a0%`,
    noExpected: 'nothing is expected yet',
    ofMiners: (miners: number): string => `of ${countText(miners, 'miner')} with a current reading`,
    /** Of a sum that is not known of all managed miners. */
    partOfMiners: (miners: number, ofMiners: number): string =>
      `${numberText(miners)} of ${countText(ofMiners, 'miner')} report it`,
    perMiner: (watts: string): string => `${watts} per miner`,
    ofLimit: (limit: string): string => `of ${limit} limit`,
    /** "23.1 J/TH yesterday". */
    yesterday: (efficiency: string): string => `${efficiency} yesterday`,
    /** "1,234 USD a day". */
    perDay: (amount: number, currency: string): string => `${amountText(amount, currency)} a day`,
    earns: (amount: number, currency: string): string => `earns ${amountText(amount, currency)} a day`,
    /** Added to what the farm earns. */
    withoutUnpaid: (miners: number, isForeign: boolean): string =>
      `without ${countText(miners, 'miner')} ${isForeign ? 'on a foreign pool' : 'whose work is not paid'}`,
    costs: (amount: number, currency: string): string => `costs ${amountText(amount, currency)} a day`,
    margin: (amount: number, currency: string): string => `margin ${amountText(amount, currency)} a day`,
    day: 'The last 24 hours',
    noReading: 'no current reading',
    nothingLost: 'all that is expected',
    /** Of what is expected: "5 %", beside what is lost. */
    lostShare: (percent: number, isSome: boolean): string => `${percent === 0 && isSome ? 'under 1' : percent}\u00a0%`,
    /** Parts of the lost hash rate, in its unit: "0.79 problems". */
    lostParts: {
      problems: 'problems',
      foreign: 'foreign pool',
      noPool: 'no pool',
      rejected: 'rejected',
      unread: 'not read',
      resting: 'paused, maintenance',
      starting: 'starting or tuning',
      below: 'below expected',
      other: 'other',
    },
    /** "12.0 of it acknowledged or snoozed". */
    setAside: (amount: string, states: readonly SetAside[]): string => `${amount} of it ${states.join(' or ')}`,
    of: (miners: number): string => `of ${numberText(miners)}`,
    parts: {
      hashing: 'hashing',
      silent: 'just stopped answering',
      changing: 'starting or tuning',
      stopped: 'stopped',
      offline: 'offline',
      trouble: 'not hashing',
      unread: 'not read',
      unmonitored: 'not managed',
    },
    part: (amount: string, what: string): string => `${amount} ${what}`,
  },

  needs: {
    title: 'Needs you',
    none: 'Nothing. No open problems.',
    /** While miners do not answer, and it is not known yet why. */
    notYet: 'No open problems yet.',
    unmonitored: 'Nothing is monitored yet.',
    unwatched: 'Not known: nothing is monitored at the moment.',
    /** "38 miners: offline in rack A1", "38 miners: offline, most in rack A1". */
    alike: (miners: number, what: string, where: string | null): string =>
      `${countText(miners, 'miner')}: ${what}${where ?? ''}`,
    /** "3 miners mine to pool.example, ..." from "Mines to pool.example, ...". */
    foreign: (miners: number, message: string): string =>
      `${countText(miners, 'miner')} ${message.replace(/^Mines/, 'mine')}`,
    /** "2 miners offline in rack R6 (R6-09, R6-10)". */
    named: (title: string, names: string): string => `${title} (${names})`,
    waiting: attentionText,
    /** "12 miners: not answering in rack R2". */
    silent: (miners: number, where: string | null): string =>
      `${countText(miners, 'miner')}: not answering${where ?? ''}`,
    belowUsual: (who: string): string => `${who} below the usual preset`,
    throttled: (who: string): string => `${who} throttled`,
    boardsOff: (who: string): string => `${who} with boards switched off`,
    /** "7 more, 2 in danger of damage": by heat, or without fans. */
    more: (problems: number, endangered: number): string =>
      `${numberText(problems)} more${endangered === 0 ? '' : `, ${numberText(endangered)} in danger of damage`}`,
    all: 'All problems',
  },

  map: {
    title: 'Map',
    label: (miners: number, boxes: number): string =>
      `Map of ${countText(miners, 'miner')} in ${countText(boxes, 'box', 'boxes')}. Arrow keys move, [ and ] change the box, Space selects, Enter opens.`,
    role: 'map',
    colorBy: 'Colour by',
    colorings: {
      state: 'State',
      hash: 'Hash rate %',
      get temp() {
        return `Max chip ${temperatureSign()}`;
      },
      efficiency: 'J/TH',
      power: 'Power',
      preset: 'Preset',
      firmware: 'Firmware',
      pool: 'Pool',
      age: 'Age of reading',
    } satisfies Readonly<Record<Coloring, string>>,
    noAddress: 'No address',
    byNetwork: 'By network, in the order of the addresses. Place miners in racks to see your floor:',
    howToPlace: 'select miners, Place; or import a CSV file with places.',
    unplaced: (miners: number): string => `No place: ${numberText(miners)}`,
    placeThem: 'Place them',
    racks: 'Racks',
    selectBox: (box: string): string => `Select all of ${box}`,
    problems: attentionText,
    inMaintenance: (miners: number): string => `${countText(miners, 'miner')} ${WRENCH_MEANS}`,
    /** "24 miners paused until 14:30"; without a time if one of them is not resumed by itself. */
    paused: (miners: number, until: string | null): string =>
      `${countText(miners, 'miner')} ${until === null ? 'stopped' : `paused ${until}`}`,
    until: (when: string): string => `until ${when}`,
    smaller: 'Smaller cells',
    larger: 'Larger cells',
    fit: 'Fit',
    hotFrom: (temp: string): string => `${temp} or more (hot)`,
    unknown: 'unknown',
    nothing: 'No miners yet',
    legend: 'Legend',
    others: (values: number): string => `${numberText(values)} others`,
    cell: (parts: readonly string[]): string => parts.join(' · '),
  },

  groups: {
    label: 'Groups',
    by: 'By',
    names: {
      rack: 'Rack',
      pdu: 'PDU',
      switch: 'Switch',
      subnet: 'Subnet',
      model: 'Model',
      firmware: 'Firmware',
      pool: 'Pool',
      account: 'Account',
      preset: 'Preset',
      tag: 'Tag',
      state: 'State',
    } satisfies Readonly<Record<Grouping, string>>,
    columns: {
      miners: 'Miners',
      hashing: 'Hashing',
      hashrate: 'Hash rate',
      share: 'Of expected',
      power: 'Power',
      efficiency: 'Efficiency',
      hottest: 'Max chip',
      attention: 'Problems',
      unusual: 'Unusual preset',
      drifted: 'Drift',
    },
    means: {
      unusual:
        'Share of the miners that are not at the preset of nearly all miners of their model, or are below their own usual one',
      drifted: 'Miners with another firmware than nearly all of their model, or other pools than nearly all miners',
    },
    driftUnknown: 'Unknown: there is no firmware or pool that nearly all miners have',
    /** "12.1 kW (3 of 4)". */
    ofMiners: (miners: number, ofMiners: number): string => `(${numberText(miners)} of ${numberText(ofMiners)})`,
    /** "100 % (4 % set lower)". */
    setLower: (share: string): string => `(${share} set lower)`,
    setLowerMeans: (less: string): string =>
      `Boards that are switched off, throttles, and presets below the usual: ${less} less is expected because of them`,
    historyOf: (group: string): string => `History of ${group}`,
    sortBy: (column: string): string => `Sort by ${column}`,
    underOne: 'under 1\u00a0%',
    unusual: (miners: number, ofMiners: number): string =>
      `${numberText(miners)} of ${countText(ofMiners, 'miner')} not at the preset of nearly all miners of the model, or below their own usual one`,
    drifted: (miners: number): string =>
      `${countText(miners, 'miner')} with another firmware than nearly all of the model, or other pools than nearly all miners`,
    /** Of a group without miners of the chosen algorithm: "62.5 GH/s scrypt". */
    ofAlgorithm: (hashrate: string, algorithm: string): string => `${hashrate} ${algorithm}`,
    tagNote: 'A miner is counted with each of its tags.',
  },
} as const;
