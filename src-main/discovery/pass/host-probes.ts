import { type Address, formatAddress } from '../../drivers/address.ts';
import type { Recognised } from '../../drivers/driver.ts';
import { TaskGroup } from '../../runtime/task-group.ts';
import type { ForeignNetwork } from '../guards/foreign-network.ts';
import { describeProbe, type OtherDevice } from '../other-devices.ts';
import { probeBounded } from './bounded-probes.ts';
import type { Candidates } from './candidates.ts';
import { chooseAtHost, type RecognisedAt } from './host-groups.ts';
import type { Pass } from './pass-context.ts';
import { PATIENT_FACTOR } from './patient-factor.ts';

/** A host that accepted, and that this computer had no time or no means to probe. */
const NOT_CHECKED: OtherDevice = { kind: 'not_identified', what: 'accepts connections, not checked yet' };

interface ProbeManner {
  readonly timeoutMs: number;
  /** The last try in this pass: a host without an answer is not probed again. */
  readonly isLast: boolean;
  /** Also probes addresses where another device was found recently. */
  readonly asksOthers: boolean;
}

/** Identifies the hosts of a pass that accepted a connection, a bounded number of them at once. */
export class HostProbes {
  readonly #pass: Pass;
  readonly #candidates: Candidates;
  readonly #foreignNetwork: ForeignNetwork;
  readonly #pending: TaskGroup;
  /** Hosts that accepted, but have not identified themselves. */
  readonly #unsure = new Map<string, Address>();
  /** Hosts that accepted, but were another device recently: not probed again. */
  readonly #skipped = new Map<string, Address>();
  /** Hosts that accepted in a network in which most do not answer: probed after all others. */
  #deferred: (readonly Address[])[] = [];
  #notProbed = 0;
  #socketError: string | null = null;

  constructor(pass: Pass, candidates: Candidates, foreignNetwork: ForeignNetwork) {
    this.#pass = pass;
    this.#candidates = candidates;
    this.#foreignNetwork = foreignNetwork;
    this.#pending = new TaskGroup(pass.deps.onError);
  }

  /** The system's error code if a probe had no socket, such as EMFILE; null while all had one. */
  get socketError(): string | null {
    return this.#socketError;
  }

  /** Addresses that accepted, but did not identify themselves in time. */
  unsure(): Address[] {
    return [...this.#unsure.values()];
  }

  /** The number of addresses that accepted and were not probed in this scan. */
  get notProbed(): number {
    return this.#notProbed;
  }

  /** Accepts the unknown miners that were held back, at hosts where this is the farm. */
  async takeHeld(isFarm: (host: string) => boolean): Promise<void> {
    const held = this.#foreignNetwork.release(isFarm);
    await Promise.all(held.map(({ mac, address, recognised }) => this.#add(mac, address, recognised)));
  }

  /** Probes the open ports of one host together. */
  start(addresses: readonly Address[]): void {
    const how = { timeoutMs: this.#pass.settings.probeTimeoutMs, isLast: false, asksOthers: false };
    this.#run(async () => {
      if (this.#isDeferred(addresses)) this.#deferred.push(addresses);
      else await this.#probe(addresses, how);
    });
  }

  /**
   * Probes the deferred hosts, those first whose last probe is longest ago, and only for a limited
   * time: behind a firewall that accepts every connection, each address costs its whole timeout.
   */
  async probeDeferred(): Promise<void> {
    const how = { timeoutMs: this.#pass.settings.probeTimeoutMs, isLast: false, asksOthers: false };
    const deferred = this.#inTurn(this.#deferred, ([address]) => address);
    this.#deferred = [];
    this.#runBounded(
      deferred,
      (addresses) => this.#probe(addresses, how),
      (addresses) => {
        for (const address of addresses) this.#leave(address);
      },
    );
    await this.idle();
  }

  /**
   * Probes hosts for the last time, with more time; with `asksSkipped` also those that were skipped
   * because another device was there recently. If there are too many, those in networks where
   * others answer come first, and then those whose last probe is longest ago.
   */
  startAllAgain(addresses: readonly Address[], asksSkipped = false): void {
    const { settings, deps, others, accepting } = this.#pass;
    const { probeTimeoutMs } = settings;
    const skipped = new Set(asksSkipped ? this.#skipped.values() : []);
    if (asksSkipped) this.#skipped.clear();
    const again = { timeoutMs: probeTimeoutMs * PATIENT_FACTOR, isLast: true, asksOthers: false };
    const first = { timeoutMs: probeTimeoutMs, isLast: true, asksOthers: true };
    const all = [...addresses, ...skipped];
    this.#runBounded(
      accepting.deferredLast(all, (late) => this.#inTurn(late, (address) => address)),
      (address) => this.#probe([address], skipped.has(address) ? first : again),
      (address) => {
        const device = others.get(formatAddress(address));
        if (device === null) this.#leave(address);
        else if (!skipped.has(address)) deps.negativeCache.add(formatAddress(address), device);
      },
    );
  }

  /** Orders by the last probe, the oldest first. */
  #inTurn<T>(all: readonly T[], addressOf: (one: T) => Address | undefined): T[] {
    const { negativeCache } = this.#pass.deps;
    const atMs = new Map<T, number>();
    for (const one of all) {
      const address = addressOf(one);
      atMs.set(one, address === undefined ? 0 : negativeCache.probedAtMs(formatAddress(address)));
    }
    // Hosts that were never probed have -Infinity, and the difference of two such values is NaN.
    const when = (one: T): number => atMs.get(one) ?? 0;
    return all.toSorted((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : 0));
  }

  /** Records a host that accepted, but could not be probed for lack of time. */
  #leave(address: Address): void {
    this.#notProbed += 1;
    this.#pass.others.add(formatAddress(address), NOT_CHECKED);
  }

  /** Resolves when all probes that were started have ended. */
  idle(): Promise<void> {
    return this.#pending.idle();
  }

  #run(probe: () => Promise<void>): void {
    const { probes, tally } = this.#pass;
    this.#pending.run(() => probes.run(probe).finally(() => tally.report()));
  }

  #runBounded<T>(all: readonly T[], probe: (one: T) => Promise<void>, leave: (one: T) => void): void {
    const { settings, deps, signal, tally } = this.#pass;
    const one = (target: T): Promise<void> =>
      probe(target)
        .catch(deps.onError)
        .finally(() => tally.report());
    this.#pending.run(() =>
      probeBounded(all, { clock: deps.clock, isRequested: settings.isRequested, signal }, one, leave),
    );
  }

  /** Whether a host is probed after all others. One that was probed recently is not. */
  #isDeferred(addresses: readonly Address[]): boolean {
    const { accepting, deps } = this.#pass;
    return addresses.every(
      (address) => accepting.defers(address.host) && deps.negativeCache.known(formatAddress(address)) === null,
    );
  }

  async #probe(addresses: readonly Address[], how: ProbeManner): Promise<void> {
    const { signal, others, unheard, deps } = this.#pass;
    const found = await Promise.all(addresses.map((address) => this.#identify(address, how)));
    if (signal.aborted) return;
    const recognised = found.filter((one) => one !== null);
    // The other ports of a miner are not other devices.
    for (const ip of recognised.length === 0 ? [] : addresses.map(formatAddress)) {
      others.remove(ip);
      unheard.delete(ip);
      this.#unsure.delete(ip);
    }
    const chosen = chooseAtHost(recognised, (kind) => deps.drivers.get(kind));
    await Promise.all(chosen.map((one) => this.#takeIn(one)));
  }

  /** Identifies the host at an address; null, and counted as what it is, if it is not a miner. */
  async #identify(address: Address, { timeoutMs, isLast, asksOthers }: ProbeManner): Promise<RecognisedAt | null> {
    const { deps, signal, others, unheard, accepting } = this.#pass;
    const ip = formatAddress(address);
    const known = asksOthers ? null : deps.negativeCache.known(ip);
    if (known !== null) {
      this.#skipped.set(ip, address);
      others.add(ip, known);
      accepting.noteProbe(address.host, known.kind === 'other_device');
      return null;
    }
    const identity = await deps.minerGateway.identify({ address }, { signal, timeoutMs });
    if (signal.aborted) return null;
    if (identity.ok) {
      accepting.noteProbe(address.host, true);
      others.remove(ip);
      unheard.delete(ip);
      deps.negativeCache.forget(ip);
      return { address, recognised: identity.value };
    }
    const device = describeProbe(identity.error);
    this.#socketError = identity.error.systemCode ?? this.#socketError;
    if (device !== null) {
      others.add(ip, device);
      accepting.noteProbe(address.host, device.kind === 'other_device');
    } else if (isLast && others.get(ip) === null) {
      others.add(ip, NOT_CHECKED);
    }
    if (device?.kind !== 'other_device' && !isLast) this.#unsure.set(ip, address);
    else if (device !== null) deps.negativeCache.add(ip, device);
    else unheard.add(ip);
    return null;
  }

  async #takeIn({ address, recognised }: RecognisedAt): Promise<void> {
    const { deps, others, settings } = this.#pass;
    const ip = formatAddress(address);
    const { mac } = recognised.info;
    if (mac === null) {
      others.add(ip, { kind: 'not_identified', what: 'a miner that reports no valid MAC address' });
      deps.onEvent({ kind: 'no_mac', ip });
      return;
    }
    const isUnknown = deps.fleet.entry(mac) === null;
    if (isUnknown && !settings.takesNew) return;
    // Whether it is a new miner of this farm is known only at the end of the scan.
    if (isUnknown && this.#foreignNetwork.holdBack(mac, address, recognised)) return;
    await this.#add(mac, address, recognised);
  }

  async #add(mac: string, address: Address, recognised: Recognised): Promise<void> {
    const { deps, others } = this.#pass;
    const ip = formatAddress(address);
    // Counted only when it is accepted, because every scan finds a held miner again.
    if (deps.fleet.entry(mac) === null && !deps.churningHosts.admits(ip)) {
      others.add(ip, { kind: 'not_identified', what: 'reports another MAC address each time' });
      deps.onEvent({ kind: 'shifting', ip });
      return;
    }
    await this.#candidates.add(mac, address, recognised);
  }
}
