import type { ExpectedMiner } from './expected.ts';
import type { RouterReport, Untried } from './untried-networks.ts';

/** A network of which known miners are missing, for a reason that is not theirs. */
export interface DoubtedNetwork {
  readonly network: string;
  /** Who is missing. */
  readonly ids: readonly string[];
  /**
   * `elsewhere`: no miner is left, and the router is another device than before. `not_back`: no
   * miner is left, and this computer has just woken up. `changed`: the router changed during the
   * scan, so that some were looked for here and some there. `no_path`: no miner is left, and none
   * of the own networks over which they were reached leads there now. `unknown_miners`: none of them
   * answers, and others do.
   */
  readonly why: 'elsewhere' | 'not_back' | 'changed' | 'no_path' | 'unknown_miners';
}

/** Of what a scan can't say anything, so that no miner there was marked offline. */
export interface Doubts {
  readonly untried: Untried;
  readonly doubted: readonly DoubtedNetwork[];
  /** Hosts of known miners that a failing poll says nothing about either. */
  readonly hosts: ReadonlySet<string>;
  /** Nothing can be said of any known miner. */
  readonly isBlind: boolean;
}

export interface ScanFindings {
  readonly untried: Untried;
  readonly doubted: readonly DoubtedNetwork[];
  /**
   * Hosts that this computer had no socket or no time for: they matter where no other host was
   * seen.
   */
  readonly undialled: ReadonlySet<string>;
  /** Single hosts that this computer could not identify: so do they. */
  readonly unheard: ReadonlySet<string>;
  readonly seen: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
}

/** Puts together what a scan could not see of the miners that it expected. */
export function weighDoubts(
  expected: readonly ExpectedMiner[],
  { untried, doubted, undialled, unheard, seen, gone }: ScanFindings,
): Doubts {
  const doubtedIds = new Set(doubted.flatMap(({ ids }) => ids));
  const unsure = expected.filter(({ id, host }) => doubtedIds.has(id) || (untried.has(host) && !seen.has(id)));
  const isNoMinerKnown = expected.length === 0 && undialled.size > 0;
  const isUnheard = expected.some(({ host }) => unheard.has(host) || undialled.has(host));
  const isUnknown = unsure.length > 0 || isUnheard || isNoMinerKnown;
  const isBlind = untried.isAll || (isUnknown && gone.size === 0 && !expected.some(({ id }) => seen.has(id)));
  return { untried, doubted, hosts: new Set(unsure.map(({ host }) => host)), isBlind };
}

const RESOLVES = 'Monitoring goes on by itself as soon as a known miner answers.';
const FARM_IS_OFF = 'If this is your farm and its miners are off, scan now.';

/** Why not all of the farm is watched, in words; null where all of it is. */
export function doubtWords({ untried, doubted }: Doubts, platform: NodeJS.Platform = process.platform): string | null {
  const words = doubted.map(({ network, ids, why }) => {
    const count = `${ids.length} ${ids.length === 1 ? 'miner' : 'miners'}`;
    const miners = `${count} known in ${network}`;
    if (why === 'elsewhere') {
      return `This seems to be another network: its router is another device than before, and none of the ${miners} answers. None is marked offline. ${RESOLVES} ${FARM_IS_OFF}`;
    }
    if (why === 'no_path') {
      return `This computer reaches ${network} over another network than before, and none of the ${miners} answers. None is marked offline. Check its connection, its VPN and its routes. ${RESOLVES} ${FARM_IS_OFF}`;
    }
    if (why === 'unknown_miners') {
      return `This seems to be another network: unknown miners answer in ${network}, and none of the ${count} known there does. None is marked offline, and no unknown one is added. ${RESOLVES} ${FARM_IS_OFF}`;
    }
    return why === 'not_back'
      ? `The network of this computer may not be back yet: none of the ${miners} answers. None is marked offline. It is tried again every few seconds.`
      : `The network of this computer changed during the scan: ${miners} did not answer. None is marked offline.`;
  });
  const noRoute = noRouteWords(untried, platform);
  if (noRoute !== null) words.push(`${noRoute} No miner there is marked offline.`);
  return words.length === 0 ? null : words.join(' ');
}

const MOST_NAMED = 3;

/** Which networks this computer can't send to, and what to do; null where there is none. */
export function noRouteWords(
  { networks, isUnreached }: Untried,
  platform: NodeJS.Platform = process.platform,
): string | null {
  if (networks.length === 0) return null;
  const remedy =
    isUnreached && platform === 'darwin'
      ? 'Allow PowerHive in System Settings > Privacy & Security > Local Network, and check the connection.'
      : 'Check its connection, its VPN and its routes.';
  return `This computer has no route to ${someNetworks(networks)}. ${remedy}`;
}

/** What routers report of networks of the farm, and where to look; null where they report nothing. */
export function reportWords(reports: readonly RouterReport[]): string | null {
  const words = reports.map(({ router, networks, known }) => {
    const miners = known === 1 ? '1 miner is' : `${known} miners are`;
    const where = known === 0 ? '' : `, where ${miners} known`;
    return `The router ${router}, or one behind it, reports ${someNetworks(networks)} unreachable${where}. Check the link there.`;
  });
  return words.length === 0 ? null : words.join(' ');
}

/** The first of them, and how many more there are. */
export function someNetworks(networks: readonly string[]): string {
  const more = networks.length - MOST_NAMED;
  return `${networks.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
