import type { ExpectedMiner } from '../guards/expected-miner.ts';
import type { ForeignNetwork } from '../guards/foreign-network.ts';
import type { NetworkEnvironment } from '../guards/network-environment.ts';
import { findUnconfirmed, stretchOf } from '../guards/unconfirmed-networks.ts';
import type { Candidates } from './candidates.ts';
import type { HostProbes } from './host-probes.ts';
import { checkPatiently, hostOf, type Pass } from './pass-context.ts';
import { WITNESSES } from './witness-count.ts';

export interface HeldMinersContext {
  readonly pass: Pass;
  readonly expected: readonly ExpectedMiner[];
  readonly environment: NetworkEnvironment;
  readonly foreignNetwork: ForeignNetwork;
  readonly hosts: HostProbes;
  readonly candidates: Candidates;
  /** Miners that have answered since the scan began. */
  readonly heard: () => ReadonlySet<string>;
}

/**
 * Handles the unknown miners that a pass holds back. They are accepted if known miners in their
 * network answer, and not if none does: it may be another network with the same addresses.
 */
export class HeldMiners {
  readonly #context: HeldMinersContext;

  constructor(context: HeldMinersContext) {
    this.#context = context;
  }

  /** The networks in which unknown miners are held back and none of the known ones answers. */
  async networks(): Promise<ReadonlySet<string>> {
    const { foreignNetwork, pass, expected, environment, heard } = this.#context;
    const held = new Set(foreignNetwork.heldAt().map(stretchOf));
    if (held.size === 0) return held;
    const beside = expected.filter(({ host }) => held.has(stretchOf(host)));
    return findUnconfirmed(beside, { environment, routers: pass.deps.routers, heard: heard() });
  }

  /**
   * Checks a few miners there that the scan has skipped because they were just read, which may have
   * been in another place.
   */
  async askNeighbours(): Promise<void> {
    const { pass, candidates } = this.#context;
    const networks = await this.networks();
    const spared = [...pass.justRead.keys()].filter((ip) => networks.has(stretchOf(hostOf(ip))));
    const asked = [...Map.groupBy(spared, (ip) => stretchOf(hostOf(ip))).values()].flatMap((ips) =>
      ips.slice(0, WITNESSES),
    );
    await Promise.all(
      asked.map((ip) =>
        pass.probes.run(async () => {
          pass.justRead.delete(ip);
          const probed = await checkPatiently(pass, ip);
          if (probed.kind === 'miner') await candidates.addFound(ip, probed.recognised);
        }),
      ),
    );
  }

  /** Accepts all held miners that are in other networks. */
  async takeConfirmed(): Promise<void> {
    const networks = await this.networks();
    await this.#context.hosts.takeHeld((host) => !networks.has(stretchOf(host)));
  }
}
