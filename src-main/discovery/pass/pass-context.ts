import type { Scan } from '../../../src-shared/model/index.ts';
import type { Address } from '../../drivers/address.ts';
import type { DriverRegistry } from '../../drivers/registry.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { MinerGateway } from '../../gateway/miner-gateway.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Semaphore } from '../../runtime/semaphore.ts';
import type { Dialer } from '../dial/dialer.ts';
import type { ScanLimits } from '../dial/limit-words.ts';
import type { AcceptingNetworks } from '../guards/accepting-networks.ts';
import type { ChurningHosts } from '../guards/churning-hosts.ts';
import type { Doubts } from '../guards/doubts.ts';
import type { Elsewhere } from '../guards/foreign-network.ts';
import type { KnownRouters } from '../guards/known-routers.ts';
import type { LinkMonitor } from '../guards/link-monitor.ts';
import type { NegativeCache } from '../guards/negative-cache.ts';
import type { NetworkEnvironment } from '../guards/network-environment.ts';
import type { TakenAddresses } from '../guards/taken-addresses.ts';
import type { RouterReport, UntriedNetworks } from '../guards/untried-networks.ts';
import type { OtherDevices } from '../other-devices.ts';
import type { ScanPlan } from '../scan-plan.ts';
import { PATIENT_FACTOR } from './patient-factor.ts';
import { type Recheck, recheckAddress } from './recheck-address.ts';
import type { ScanTally } from './scan-tally.ts';

export interface PassSettings {
  readonly lightScanTimeoutMs: number;
  readonly probeTimeoutMs: number;
  /** Maximum number of open sockets; null lets the network decide. */
  readonly cap: number | null;
  /** Silent addresses are dialled again with a longer timeout, after everything else. */
  readonly triesSilentTwice: boolean;
  /**
   * A miner that a poll has read within this time is not dialled: polls verify its MAC, so it is
   * still at its address.
   */
  readonly readWithinMs: number;
  /** This scan was requested: its result is accepted even if it looks like another network. */
  readonly isRequested: boolean;
  /**
   * Unknown miners are accepted. The check of one miner accepts none, because only a whole scan
   * shows whether they belong to the farm.
   */
  readonly takesNew: boolean;
  /**
   * This scan proves where this computer is, with any router: it was requested, and it is not the
   * check of one miner.
   */
  readonly decidesPlace: boolean;
  /**
   * PowerHive has just started, or this computer has just woken up, so that its network may not be
   * ready.
   */
  readonly hasJustWoken: boolean;
}

export interface PassDeps {
  readonly minerGateway: Pick<MinerGateway, 'identify'>;
  readonly drivers: Pick<DriverRegistry, 'get'>;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly negativeCache: NegativeCache;
  readonly churningHosts: ChurningHosts;
  readonly takenAddresses: TakenAddresses;
  readonly linkMonitor: LinkMonitor;
  readonly routers: KnownRouters;
  readonly environment: () => Promise<NetworkEnvironment>;
  /** Called before miners are marked offline; aborts the pass if the computer has slept. */
  readonly checkAwake: () => void;
  /**
   * Gets key and model for a miner that was just seen. It handles its own failures; a scan of many
   * does not wait for it.
   */
  readonly provision: (id: string, address: Address) => Promise<void>;
  readonly onProgress: (progress: Partial<Scan>) => void;
  readonly onEvent: (event: PassEvent) => void;
  readonly dials: Dialer;
  /** Called with the failure of a single miner, which does not affect the others. */
  readonly onError: (error: unknown) => void;
}

export type PassEvent =
  | { readonly kind: 'new' | 'back' | 'offline'; readonly id: string }
  | { readonly kind: 'moved'; readonly id: string; readonly from: string }
  | { readonly kind: 'conflict'; readonly id: string; readonly ips: readonly string[] }
  | { readonly kind: 'no_mac'; readonly ip: string }
  | { readonly kind: 'shifting'; readonly ip: string };

/** How a pass ended. */
export interface PassEnd {
  readonly completed: boolean;
  /**
   * Set if unknown miners respond at most known addresses: no miner was marked offline or added.
   */
  readonly elsewhere: Elsewhere | null;
  /** What slowed or limited the pass; null if it was aborted. */
  readonly limits: ScanLimits | null;
  /** The networks whose missing miners prove nothing; null if the pass was aborted. */
  readonly doubts: Doubts | null;
  /** Reports of routers about networks with known miners. */
  readonly reports: readonly RouterReport[];
  /** What accepts every connection; null if the pass was aborted. */
  readonly accepting: Accepting | null;
}

/** Networks that accept connections at addresses without a host. */
export interface Accepting {
  /** Such as `203.0.113.0/24`. */
  readonly networks: readonly string[];
  /** Addresses that accepted and were not probed, since so many others do not answer. */
  readonly notProbed: number;
}

/** What the steps of one pass share. */
export interface Pass {
  readonly plan: ScanPlan;
  readonly settings: PassSettings;
  readonly deps: PassDeps;
  readonly signal: AbortSignal;
  readonly tally: ScanTally;
  /** Hosts that are not miners of the farm. */
  readonly others: OtherDevices;
  /** Addresses for which this computer had no socket or no time. */
  readonly untried: Set<string>;
  /**
   * Addresses of hosts that this computer was too busy to identify, or had no socket for. That
   * proves nothing about any host: no miner there is marked offline.
   */
  readonly unheard: Set<string>;
  /** The networks to which this computer itself can send. */
  readonly reach: UntriedNetworks;
  /** The networks in which everything accepts. */
  readonly accepting: AcceptingNetworks;
  /** Bounds how many hosts are probed at once. */
  readonly probes: Semaphore;
  /**
   * The miners that a poll read so recently that they are not dialled, by address. Miners that are
   * checked after all are removed.
   */
  readonly justRead: Map<string, string>;
}

/** Checks an address again, with more time. */
export function checkPatiently({ settings, deps, signal }: Pass, ip: string): Promise<Recheck> {
  const dialMs = settings.lightScanTimeoutMs * PATIENT_FACTOR;
  const probeMs = settings.probeTimeoutMs * PATIENT_FACTOR;
  return recheckAddress(ip, deps, { dialMs, probeMs }, signal);
}

/** The host of an address in the form of `formatAddress`. */
export function hostOf(ip: string): string {
  const colon = ip.indexOf(':');
  return colon === -1 ? ip : ip.slice(0, colon);
}
