import type { NetworkEnvironment } from '../guards/network-environment.ts';
import { UntriedNetworks } from '../guards/untried-networks.ts';
import { askReachabilityWitnesses } from './ask-reachability-witnesses.ts';
import type { Candidates } from './candidates.ts';
import { checkPatiently, hostOf, type Pass } from './pass-context.ts';

/** A known miner at an address of the scan that did not respond there. */
export interface Missed {
  readonly id: string;
  readonly ip: string;
}

/**
 * The known miners that a pass has missed so far, at addresses that this computer could reach.
 * Miners that were not expected when the pass began are left to the next scan.
 */
export function missedMiners(
  pass: Pass,
  candidates: Candidates,
  expected: ReadonlySet<string>,
  unreachable: Pick<ReadonlySet<string>, 'has'>,
): Missed[] {
  const { deps, plan, justRead, untried, unheard } = pass;
  return [...deps.fleet.entries()].flatMap(({ stored: { id, ip } }) => {
    if (ip === null || !expected.has(id)) return [];
    const isMissing = plan.covers(ip) && !candidates.has(id) && !justRead.has(ip);
    const isUnknown = unreachable.has(hostOf(ip)) || untried.has(ip) || unheard.has(ip);
    return isMissing && !isUnknown ? [{ id, ip }] : [];
  });
}

/**
 * Checks missed miners again, with more time. Returns those that are gone: nothing accepts at their
 * address, another device has answered there for some time, or another miner does (`displaced`;
 * `unknownAt`: addresses where that miner is unknown). Where these dials report a whole network
 * unreachable at once, as when this computer has lost it, no miner there is gone.
 */
export async function confirmGone(
  pass: Pass,
  candidates: Candidates,
  missed: readonly Missed[],
  environment: NetworkEnvironment,
): Promise<{
  readonly gone: Map<string, string>;
  readonly displaced: ReadonlySet<string>;
  readonly unknownAt: ReadonlySet<string>;
}> {
  const { deps, signal, others, unheard, reach, probes } = pass;
  const gone = new Map<string, string>();
  const displaced = new Set<string>();
  const unknownAt = new Set<string>();
  const again = new UntriedNetworks(environment, { takesFew: false });
  const { takenAddresses } = deps;
  for (const id of takenAddresses.ids()) if (wasFound(pass, candidates, id)) takenAddresses.forget(id);
  const confirm = async ({ id, ip }: Missed): Promise<void> => {
    const probed = await checkPatiently(pass, ip);
    if (signal.aborted) return;
    if (probed.kind === 'miner') {
      reach.answered(hostOf(ip));
      await candidates.addFound(ip, probed.recognised);
    }
    const isUnreached = probed.kind === 'unreached' || probed.kind === 'reported';
    if (isUnreached) again.note(hostOf(ip), probed.kind);
    else if (probed.kind !== 'not_tried' && probed.kind !== 'no_route') again.note(hostOf(ip), 'silent');
    // This host is a miner: in trouble, or slow.
    if (probed.kind === 'silent_host' || probed.kind === 'miner') others.remove(ip);
    if (candidates.has(id)) return;
    const isOnLostLink = deps.linkMonitor.lostNetworks();
    const isTaken = probed.kind === 'other_device' && takenAddresses.note(id);
    if (probed.kind !== 'other_device') takenAddresses.forget(id);
    const isGone = probed.kind === 'gone' || isUnreached || isTaken;
    const isLost = isGone && [hostOf(ip), environment.routerTo(hostOf(ip)) ?? ''].some(isOnLostLink);
    if (probed.kind === 'not_tried') {
      unheard.add(ip);
      return;
    }
    if (probed.kind === 'no_route' || isLost) {
      reach.note(hostOf(ip), 'no_route');
      return;
    }
    const mac = probed.kind === 'miner' ? probed.recognised.info.mac : null;
    if (mac !== null && mac !== id) displaced.add(id);
    if (mac !== null && deps.fleet.entry(mac) === null) unknownAt.add(ip);
    if (isGone || displaced.has(id)) gone.set(id, ip);
  };
  await Promise.all(missed.map((one) => probes.run(() => confirm(one))));
  const missedAt = new Set(missed.map(({ ip }) => ip));
  await askReachabilityWitnesses(pass, again, (ip) => missedAt.has(ip));
  const untriedNow = again.judge();
  for (const [id, ip] of gone) {
    if (!untriedNow.has(hostOf(ip))) continue;
    gone.delete(id);
    reach.note(hostOf(ip), 'no_route');
  }
  return { gone, displaced, unknownAt };
}

/** Whether a scan or a poll just before it found a miner, or it has no address any more. */
function wasFound({ deps, justRead }: Pass, candidates: Candidates, id: string): boolean {
  const ip = deps.fleet.entry(id)?.stored.ip ?? null;
  return ip === null || candidates.has(id) || justRead.get(ip) === id;
}
