import { type Address, parseAddress } from '../../drivers/address.ts';
import type { UntriedNetworks } from '../guards/untried-networks.ts';
import { hostOf, type Pass } from './pass-context.ts';
import { PATIENT_FACTOR } from './patient-factor.ts';
import { WITNESSES } from './witness-count.ts';

/**
 * Dials some known miners in each network where hosts were reported unreachable at once and no
 * other host was dialled. These miners were just read, or have responded in this scan. An earlier
 * reading does not show that the network can be reached now; a new dial does.
 */
export async function askReachabilityWitnesses(
  pass: Pass,
  reach: UntriedNetworks,
  isMissed: (ip: string) => boolean,
): Promise<void> {
  const { deps, plan, probes, settings, signal } = pass;
  const suspects = reach.suspects();
  if (suspects.size === 0) return;
  const chosen = new Map<string, Address[]>();
  for (const { stored } of deps.fleet.entries()) {
    const address =
      stored.ip === null || isMissed(stored.ip) || !plan.covers(stored.ip) ? null : parseAddress(stored.ip);
    const network = address === null ? null : reach.networkOf(hostOf(address.host));
    if (address === null || network === null || !suspects.has(network)) continue;
    const some = chosen.get(network) ?? [];
    if (some.length < WITNESSES) chosen.set(network, [...some, address]);
  }
  const timeoutMs = settings.lightScanTimeoutMs * PATIENT_FACTOR;
  const ask = async (address: Address): Promise<void> => {
    reach.note(address.host, await deps.dials.patiently(address, timeoutMs, signal));
  };
  await Promise.all([...chosen.values()].flat().map((address) => probes.run(() => ask(address))));
}
