import type { KnownGateways } from './known-gateways.ts';
import type { Surroundings } from './surroundings.ts';

/** Known miners that a scan expected, by the network in which this computer meets them. */
export interface Expected {
  readonly id: string;
  readonly host: string;
}

/** A network of which all known miners are missing, for a reason that is not theirs. */
export interface DoubtedNetwork {
  readonly network: string;
  readonly ids: readonly string[];
  /**
   * `other_place`: the gateway is another machine than before. `not_back`: this computer has just woken up, or its network
   * changed during the scan. */
  readonly why: 'other_place' | 'not_back';
}

export interface AbsenceContext {
  /** Where this computer was when the scan began, and where it is now. */
  readonly surroundings: { readonly before: Surroundings; readonly now: Surroundings };
  readonly gateways: KnownGateways;
  /** Whether this computer woke up so short a time ago that its network may not be back. */
  readonly hasJustWoken: boolean;
  /** Somebody asked for this scan: where it looks is the farm. */
  readonly decidesPlace: boolean;
}

/**
 * Decides for which miners it says nothing that they were not seen. Where nobody of a whole network is left and the gateway is another machine, this computer is
 * somewhere else with the same addresses; right after a sleep its network may not be back. Where somebody answers, the gateway is remembered.
 */
export async function judgeAbsence(
  expected: readonly Expected[],
  seen: ReadonlySet<string>,
  { surroundings, gateways, hasJustWoken, decidesPlace }: AbsenceContext,
): Promise<{ readonly doubted: readonly DoubtedNetwork[]; readonly doubtedIds: ReadonlySet<string> }> {
  const doubtedIds = new Set<string>();
  const doubted: DoubtedNetwork[] = [];
  for (const [network, miners] of byNetwork(expected, surroundings.before)) {
    const isEmpty = !miners.some(({ id }) => seen.has(id));
    const { host } = miners[0] as Expected;
    const mac = surroundings.now.gatewayMac(host);
    const known = await gateways.macOf(network);
    const isOther = mac !== null && known !== null && mac !== known;
    const isUnsettled = hasJustWoken || mac !== surroundings.before.gatewayMac(host);
    const why = !isEmpty || decidesPlace ? null : isOther ? 'other_place' : isUnsettled ? 'not_back' : null;
    if (why !== null) {
      doubted.push({ network, ids: miners.map(({ id }) => id), why });
      for (const { id } of miners) doubtedIds.add(id);
    } else if (mac !== null && (!isEmpty || decidesPlace)) await gateways.remember(network, mac);
  }
  return { doubted, doubtedIds };
}

function byNetwork(expected: readonly Expected[], surroundings: Surroundings): Map<string, Expected[]> {
  const networks = new Map<string, Expected[]>();
  for (const miner of expected) {
    const network = surroundings.networkOf(miner.host) ?? '';
    const known = networks.get(network);
    if (known === undefined) networks.set(network, [miner]);
    else known.push(miner);
  }
  return networks;
}
