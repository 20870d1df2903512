import type { Scan } from '../../src-shared/model/index.ts';
import { type Address, parseAddress } from '../drivers/address.ts';
import type { DriverRegistry } from '../drivers/registry.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Semaphore } from '../runtime/semaphore.ts';
import type { Dialer } from './dial/dialer.ts';
import type { ScanLimits } from './dial/limit-words.ts';
import type { AcceptingNetworks } from './guards/accepting-networks.ts';
import type { ChurningHosts } from './guards/churning-hosts.ts';
import type { Doubts } from './guards/doubts.ts';
import type { Elsewhere } from './guards/foreign-network.ts';
import type { KnownRouters } from './guards/known-routers.ts';
import type { LinkMonitor } from './guards/link-monitor.ts';
import type { NegativeCache } from './guards/negative-cache.ts';
import type { NetworkEnvironment } from './guards/network-environment.ts';
import type { TakenAddresses } from './guards/taken-addresses.ts';
import type { RouterReport, UntriedNetworks } from './guards/untried-networks.ts';
import type { OtherDevices } from './other-devices.ts';
import { PATIENT_FACTOR } from './patient-factor.ts';
import { type Recheck, recheckAddress } from './recheck-address.ts';
import type { ScanPlan } from './scan-plan.ts';
import type { ScanTally } from './scan-tally.ts';

export interface PassSettings {
  readonly lightScanTimeoutMs: number;
  readonly probeTimeoutMs: number;
  /** Sockets at once at most; null leaves it to what the network bears. */
  readonly cap: number | null;
  /** Silent addresses get a second try with a longer timeout, after everything else. */
  readonly triesSilentTwice: boolean;
  /**
   * A miner that a poll has read within this time is where it was, since polls make sure of its
   * MAC: it is not dialled again.
   */
  readonly readWithinMs: number;
  /**
   * This scan was requested: its result counts as the farm, even where it looks like another
   * network.
   */
  readonly isRequested: boolean;
  /**
   * Unknown miners are taken in. A check of one miner takes none: whether they are of the farm is
   * known after a whole scan.
   */
  readonly takesNew: boolean;
  /**
   * This scan decides where this computer is, whatever its router: it was requested, and it is not
   * about one miner.
   */
  readonly decidesPlace: boolean;
  /**
   * PowerHive started, or this computer woke up, so short a time ago that its network may not be
   * back.
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
  /** Called before silence is believed; aborts the pass if the computer has slept meanwhile. */
  readonly checkAwake: () => void;
  /**
   * What follows for a miner that was just seen: its key and its model. Its failures are its own to
   * note; a scan of many does not wait for them.
   */
  readonly provision: (id: string, address: Address) => Promise<void>;
  readonly onProgress: (progress: Partial<Scan>) => void;
  readonly onEvent: (event: PassEvent) => void;
  readonly dials: Dialer;
  /** Called with the failure of a single miner, which says nothing about the others. */
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
   * Where unknown miners respond at most known addresses: no miner was marked offline, and none was
   * added.
   */
  readonly elsewhere: Elsewhere | null;
  /** What held up the pass; null where it was cut short. */
  readonly limits: ScanLimits | null;
  /**
   * For which networks it says nothing that miners were not seen; null where the pass was cut
   * short.
   */
  readonly doubts: Doubts | null;
  /** What routers report of networks in which miners are known. */
  readonly reports: readonly RouterReport[];
  /** What accepts every connection; null where the pass was cut short. */
  readonly accepting: Accepting | null;
}

/** Networks in which connections are accepted where no host is. */
export interface Accepting {
  /** Such as `203.0.113.0/24`. */
  readonly networks: readonly string[];
  /** Hosts that accepted and were not asked what they are, since so many others do not answer. */
  readonly notProbed: number;
}

/** What the steps of one pass share. */
export interface Pass {
  readonly plan: ScanPlan;
  readonly settings: PassSettings;
  readonly deps: PassDeps;
  readonly signal: AbortSignal;
  readonly tally: ScanTally;
  /** Hosts that are no miner of the farm. */
  readonly others: OtherDevices;
  /** Addresses for which this computer had no socket or no time. */
  readonly untried: Set<string>;
  /**
   * Addresses of single hosts that this computer was too busy to identify, or had no socket for.
   * They say nothing about themselves nor about others: no miner there is offline.
   */
  readonly unheard: Set<string>;
  /** The networks to which this computer itself can send. */
  readonly reach: UntriedNetworks;
  /** The networks in which everything accepts. */
  readonly accepting: AcceptingNetworks;
  /** Bounds how many hosts are probed at once. */
  readonly probes: Semaphore;
  /**
   * By address: the miner that a poll has read so lately that it is not dialled. Who is asked after
   * all is taken out.
   */
  readonly justRead: Map<string, string>;
}

/** Checks an address again, with more time. */
export function checkPatiently({ settings, deps, signal }: Pass, ip: string): Promise<Recheck> {
  const dialMs = settings.lightScanTimeoutMs * PATIENT_FACTOR;
  const probeMs = settings.probeTimeoutMs * PATIENT_FACTOR;
  return recheckAddress(ip, deps, { dialMs, probeMs }, signal);
}

export function hostOf(ip: string): string {
  return parseAddress(ip)?.host ?? ip;
}
