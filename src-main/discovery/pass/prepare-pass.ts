import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fleet } from '../../fleet/fleet.ts';
import { Semaphore } from '../../runtime/semaphore.ts';
import { AcceptingNetworks } from '../guards/accepting-networks.ts';
import { ForeignNetwork } from '../guards/foreign-network.ts';
import { UntriedNetworks } from '../guards/untried-networks.ts';
import { OtherDevices } from '../other-devices.ts';
import type { ScanPlan } from '../scan-plan.ts';
import { askRouterWitnesses } from './ask-router-witnesses.ts';
import { Candidates } from './candidates.ts';
import { HeldMiners } from './held-miners.ts';
import { HostProbes } from './host-probes.ts';
import { findJustRead } from './just-read.ts';
import { hostOf, type Pass, type PassDeps, type PassSettings } from './pass-context.ts';
import { ScanTally } from './scan-tally.ts';

const PROBES_AT_ONCE = 64;

export type PreparedScan = Awaited<ReturnType<typeof preparePass>>;

/** What a pass needs before it dials, read in turns. */
export async function preparePass(plan: ScanPlan, settings: PassSettings, deps: PassDeps, signal: AbortSignal) {
  const { fleet } = deps;
  const foreignNetwork = new ForeignNetwork(fleet, plan, settings.isRequested);
  const environment = await deps.environment();
  await nextTurn();
  const reach = new UntriedNetworks(environment);
  const expected = [...fleet.entries()].flatMap(({ stored: { id, ip } }) =>
    ip !== null && plan.covers(ip) ? [{ id, host: hostOf(ip) }] : [],
  );
  const readBefore = new Map(expected.map(({ id }) => [id, lastReadAt(fleet, id)]));
  const justRead = findJustRead(fleet, deps.clock.nowMs(), settings.readWithinMs);
  await nextTurn();
  await askRouterWitnesses(justRead, environment, deps.routers);
  const others = new OtherDevices();
  const tally = new ScanTally(others, deps.onProgress);
  const knownHosts = () => new Set(knownAddresses(fleet).map(hostOf));
  const accepting = new AcceptingNetworks(environment.attached, plan.addresses.length, knownHosts);
  await nextTurn();
  const pass: Pass = {
    plan,
    settings,
    deps,
    signal,
    tally,
    others,
    untried: new Set<string>(),
    unheard: new Set<string>(),
    reach,
    accepting,
    probes: new Semaphore(PROBES_AT_ONCE),
    justRead,
  };
  const candidates = new Candidates(pass);
  const hosts = new HostProbes(pass, candidates, foreignNetwork);
  // A poll may have read a miner during the scan. Times are only compared for equality, because the
  // clock may be set back.
  const polled = (): string[] =>
    expected.map(({ id }) => id).filter((id) => lastReadAt(fleet, id) !== readBefore.get(id));
  /** Miners that a probe or a poll has heard since the scan began. */
  const heard = () => new Set([...candidates.answered(), ...polled()]);
  const heldMiners = new HeldMiners({ pass, expected, environment, foreignNetwork, hosts, candidates, heard });
  return { pass, environment, foreignNetwork, expected, candidates, hosts, heldMiners, polled, heard };
}

/** The addresses at which miners are, or were last. */
export function knownAddresses(fleet: Fleet): string[] {
  return [...fleet.entries()].flatMap(({ stored }) => stored.ip ?? stored.last_ip ?? []);
}

function lastReadAt(fleet: Fleet, id: string): number | null {
  return fleet.entry(id)?.poll.lastSuccessAt ?? null;
}
