import type { FarmSummary } from '../../../src-shared/model/index.ts';
import { countText, numberText } from '../../../src-shared/text/count-text.ts';
import { cutTo } from '../../../src-shared/text/cut-to.ts';
import { powerCountText } from '../../miner-view/power-count-texts.ts';

/** Texts for other sites: chooser, cards, settings. */
export const sitesTexts = {
  title: 'Sites',
  about:
    'Other computers on which PowerHive runs. Each listens on itself only: reach it through an SSH tunnel, or over https.',
  all: 'All sites',
  allAbout:
    'Each site as it last reported. A site that cannot be seen keeps its last figures, which are in no sum; its miners are not offline for that.',
  here: 'This computer',
  isHere: 'this computer',
  doubleOf: (words: string, other: string): string => `${words} · the same farm as ${other}, counted once`,
  chooser: (shown: string): string => `Site: ${shown}`,
  phases: {
    live: 'live',
    connecting: 'connecting',
    off: 'switched off',
    lost: 'not heard',
    refused: 'refused',
    strange: 'not understood',
  },
  phaseWords: {
    live: 'Live',
    connecting: 'Connecting',
    off: 'Off',
    lost: 'Not heard',
    refused: 'Refused',
    strange: 'Not understood',
  },
  notWatching: 'not monitoring',
  notWatchingSince: (at: string, why: string): string => `not monitoring since ${at}${why === '' ? '' : `: ${why}`}`,
  notWatchingWord: 'Not monitoring',
  /** A site of the configuration file cannot be saved here. */
  otherFarm: (farm: string, at: string, isOfConfig: boolean): string =>
    `another farm (${farm}) since ${at}: check the tunnel or the address, or ${
      isOfConfig ? 'restart this PowerHive' : 'save the site again'
    }`,
  clockOff: (by: string, isAhead: boolean): string => `its clock is ${by} ${isAhead ? 'ahead' : 'behind'}`,
  heard: (at: string): string => `last heard ${at}`,
  neverHeard: 'never heard',
  /** Of a site that cannot be seen, with the reason. */
  notSeen: (heardAt: string | null, why: string): string =>
    `${heardAt === null ? 'Never heard' : `Not heard since ${heardAt}`}. ${why}`,
  /** On the front of a site that cannot be seen; `figures` are its last ones. */
  notHeardSince: (at: string, figures: string): string =>
    `Not heard since ${at}. At that time: ${figures}. Its miners are not marked offline.`,
  lastFigures: (hashing: number, miners: number, hashrates: readonly string[]): string =>
    [`${numberText(hashing)} of ${countText(miners, 'miner')} hashing`, ...hashrates].join(', '),
  total: 'All together',
  without: (names: readonly string[]): string => `without ${names.join(', ')}`,
  /** For where there is room for one name. */
  withoutBrief: (names: readonly string[]): string =>
    `without ${names.length === 1 ? cutTo(names[0] ?? '', 24) : countText(names.length, 'site')}`,
  version: (version: string): string => `version ${version}`,
  figures: {
    hashrate: 'Hash rate / expected',
    power: 'Power',
    efficiency: 'Efficiency',
    hashing: 'Hashing',
    online: 'Online',
    offline: 'Offline',
    attention: 'Attention',
    incidents: 'Unresolved problems',
  },
  hashing: (hashing: number, miners: number): string => `${numberText(hashing)} of ${numberText(miners)}`,
  /** Where the power is not known of all managed miners; undefined where it is, or this is not known. */
  powerOf: ({ miners, unmanaged, power_miners }: Pick<FarmSummary, 'miners' | 'unmanaged' | 'power_miners'>) =>
    power_miners === undefined || power_miners >= miners - unmanaged
      ? undefined
      : powerCountText(power_miners, miners - unmanaged),
  otherVersion: (there: string, here: string): string => `version ${there}, here ${here}: what both know is shown`,
  critical: 'One of them is critical',
  inbox: 'Open problems of all sites',
  inboxLoading: (site: string): string => `${site}: loading`,
  inboxFailed: (site: string, why: string): string => `${site}: its problems cannot be loaded. ${why}`,
  inboxOld: (site: string, why: string): string => `${site}: what is listed is not up to date. ${why}`,
  inboxFull: (site: string, count: number): string => `${site}: only the ${numberText(count)} most urgent are listed`,
  inboxMore: (count: number): string => `and ${numberText(count)} more`,
  inboxNone: 'No open problem at any site that can be seen.',
  since: 'since',
  noSuch: 'There is no such site here any more.',
  /** Of a site that was removed while it was shown. */
  removed: (name: string): string => `${name} was removed here`,
  allInstead: 'All sites are shown instead.',
  hereInstead: 'The farm of this computer is shown instead.',
  isOff: 'It is switched off here.',
  none: 'No other site yet.',
  failed: "Couldn't load the sites",
  addFirst: 'Add one in the settings',
  name: 'Name',
  namePlaceholder: 'North hall',
  url: 'Address',
  urlAbout: 'The near end of a tunnel on this computer, or an https address.',
  urlPlaceholder: 'http://127.0.0.1:18081',
  token: 'Token',
  tokenAbout:
    'Made at the site: Settings → Access tokens. One that may read shows its farm; to act on it, it must operate. Kept encrypted, never shown again.',
  add: 'Add a site',
  addTitle: 'Add a site',
  editTitle: (name: string): string => `Edit ${name}`,
  save: 'Save site',
  removeAbout: 'Its farm is no longer shown here. Nothing changes at the site, and its token stays valid there.',
  configured: 'in config.json, and changed there',
} as const;
