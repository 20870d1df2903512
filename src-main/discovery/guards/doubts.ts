import type { ExpectedMiner } from './expected-miner.ts';
import type { RouterReport, Untried } from './untried-networks.ts';

/** A network whose known miners are missing for a reason other than being offline. */
export interface DoubtedNetwork {
  readonly network: string;
  /** The missing miners. */
  readonly ids: readonly string[];
  /**
   * `elsewhere`: no miner is left, and the router is another device than before. `not_back`: no
   * miner is left, and this computer has just woken up. `changed`: the router changed during the
   * scan, so that some were dialled behind each. `no_path`: no miner is left, and this computer now
   * sends over another of its networks than before. `unknown_miners`: none of them answers, but
   * unknown miners do.
   */
  readonly why: 'elsewhere' | 'not_back' | 'changed' | 'no_path' | 'unknown_miners';
}

/** What a scan could not decide, so that no miner there was marked offline. */
export interface Doubts {
  readonly untried: Untried;
  readonly doubted: readonly DoubtedNetwork[];
  /** Hosts of known miners whose failing polls prove nothing either. */
  readonly hosts: ReadonlySet<string>;
  /** The scan could decide about no known miner. */
  readonly isBlind: boolean;
}

export interface ScanFindings {
  readonly untried: Untried;
  readonly doubted: readonly DoubtedNetwork[];
  /**
   * Hosts for which this computer had no socket or no time. They count if no other host was seen.
   */
  readonly undialled: ReadonlySet<string>;
  /** Single hosts that this computer could not identify. They count in the same case. */
  readonly unheard: ReadonlySet<string>;
  readonly seen: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
}

/** Collects what a scan could not decide about the miners that it expected. */
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

/** The reasons why a part of the farm is not watched, as text; null if all of it is watched. */
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

/** The networks to which this computer can't send, and what to do, as text; null if none. */
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

/** The networks that routers report as unreachable, as text; null if none. */
export function reportWords(reports: readonly RouterReport[]): string | null {
  const words = reports.map(({ router, networks, known }) => {
    const miners = known === 1 ? '1 miner is' : `${known} miners are`;
    const where = known === 0 ? '' : `, where ${miners} known`;
    return `The router ${router}, or one behind it, reports ${someNetworks(networks)} unreachable${where}. Check the link there.`;
  });
  return words.length === 0 ? null : words.join(' ');
}

/** The first networks by name, and the number of the others. */
export function someNetworks(networks: readonly string[]): string {
  const more = networks.length - MOST_NAMED;
  return `${networks.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
