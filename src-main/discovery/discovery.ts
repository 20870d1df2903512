import type { Actor, Scan, Watching } from '../../src-shared/model/index.ts';
import type { RequestedBy } from '../provisioning/key-provisioning.ts';
import { KeyedLock } from '../runtime/keyed-lock.ts';
import { Loop, type LoopRun } from '../runtime/loop.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { Interfaces } from './attached-networks.ts';
import { SOCKET_DIALER } from './dial/dialer.ts';
import { FoundMiners } from './found-miners.ts';
import { NegativeCache } from './guards/negative-cache.ts';
import { ownInterfaces } from './guards/own-interfaces.ts';
import { HostNames } from './host-names.ts';
import { isWithin, parseTargets, type Target } from './parse-targets.ts';
import { ReturnWatch } from './returns/return-watch.ts';
import { planScan, planSingle } from './scan-plan.ts';
import { countsOf, type ScanRequest } from './scan-record.ts';
import { ScanRequests } from './scan-requests.ts';
import { CUT_SHORT, ScanRunner, type ScanRunnerParts } from './scan-runner.ts';
import { WatchState } from './watch-state.ts';

export interface DiscoveryOptions extends ScanRunnerParts {
  readonly interfaces?: Interfaces;
  /** Looks up a host name; rejects if it is not found. */
  readonly findHost?: (host: string) => Promise<string>;
  readonly onScan: (scan: Scan) => void;
  readonly onWatching: (watching: Watching) => void;
}

const NOT_BACK_RETRY_MS = 5000;

/** Finds the farm's miners, at an interval and on request. Owns the discovery loop. */
export class Discovery {
  readonly #options: DiscoveryOptions;
  readonly loop: Loop;
  /** Finds miners and networks that are reachable again between scans. */
  readonly returns: ReturnWatch;
  readonly #negativeCache: NegativeCache;
  readonly #found: FoundMiners;
  readonly #runner: ScanRunner;
  readonly #stopping = new AbortController();
  #pausing = new AbortController();
  readonly #requests = new ScanRequests();
  /**
   * Probes of single miners, one at a time for each. Always taken before the lock of a miner's
   * session.
   */
  readonly #probing = new KeyedLock();
  readonly #hostNames: HostNames;
  #latest: Scan | null = null;
  #lastFinished: Scan | null = null;
  readonly #watch: WatchState;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
    this.#negativeCache = new NegativeCache(options.clock);
    this.#found = new FoundMiners(options);
    this.#watch = new WatchState(options);
    this.#runner = new ScanRunner({
      ...options,
      found: this.#found,
      watch: this.#watch,
      negativeCache: this.#negativeCache,
      ending: () => this.#ending,
    });
    this.#hostNames = new HostNames(options.clock, options.findHost);
    this.loop = new Loop({
      name: 'discovery',
      intervalMs: () => options.settings().intervals.discovery_seconds * 1000,
      run: (signal) => this.#run(AbortSignal.any([signal, this.#pausing.signal])),
      onError: options.onError,
      clock: options.clock,
    });
    this.returns = new ReturnWatch({
      ...options,
      dials: options.dials ?? SOCKET_DIALER,
      interfaces: options.interfaces ?? ownInterfaces,
      pausing: () => this.#pausing.signal,
      doubtedHosts: () => this.#watch.doubtedHosts,
      resolvedHost: (host) => this.#hostNames.lastFound(host),
      onBack: (id) => this.#check(id, 'schedule'),
      onNetworkBack: () => this.loop.wake(),
    });
  }

  start(): void {
    // At login, programs may start before the network is up.
    this.#runner.noteAwake();
    this.loop.start();
    this.returns.loop.start();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([this.loop.stop(), this.returns.stop()]);
    await this.#found.idle();
  }

  /** No scan starts until `resume()`. The current one is aborted and marks no miner offline. */
  pause(reason: string, actor: Actor | null = null): void {
    this.loop.pause();
    this.returns.loop.pause();
    this.#pausing.abort();
    this.#watch.set('paused', reason, actor);
  }

  /** Scans at once. The farm counts as watched when that scan has ended. */
  resume(actor: Actor | null = null): void {
    this.#pausing = new AbortController();
    this.#watch.resume(actor);
    this.#runner.noteAwake();
    this.loop.resume();
    this.returns.loop.resume();
  }

  latest(): Scan | null {
    return this.#latest;
  }

  /** The last scan that ended, in any phase. The next one may be in progress. */
  lastFinished(): Scan | null {
    return this.#lastFinished;
  }

  watching(): Watching {
    return this.#watch.watching;
  }

  /** Whether an address is out of reach, or in another network, by the last whole scan. */
  isBeyondReach(ip: string): boolean {
    return this.#watch.isBeyondReach(ip);
  }

  /**
   * Requests a scan that starts when the current one has ended, and returns its id; null if too
   * many are waiting. Targets must be validated. With `force`, host names may resolve to public
   * addresses.
   */
  request(targets: readonly string[] | null, actor: Actor, force = false): string | null {
    const id = this.#requests.add(targets, actor, force);
    this.loop.wake();
    return id;
  }

  /** The settings changed. */
  wake(): void {
    this.loop.wake();
  }

  /**
   * Scans for one miner where it was last seen, in parallel to other scans. Null if it never had an
   * address.
   */
  rescanMiner(id: string): Promise<Scan | null> {
    return this.#check(id, 'check');
  }

  async #check(id: string, requestedBy: RequestedBy): Promise<Scan | null> {
    const ip = this.#options.fleet.entry(id)?.stored.last_ip ?? null;
    const plan = ip === null ? null : planSingle(ip);
    if (plan === null || ip === null) return null;
    this.#negativeCache.forget(ip);
    const request: ScanRequest = { scan_id: uuidV7(), trigger: 'operator', targets: [ip], actor: null };
    const publish = (): void => undefined;
    return this.#probing.run(id, () =>
      this.#runner.run({ request, scope: 'miner', plan, signal: this.#ending, publish, requestedBy }),
    );
  }

  /** Tries untried passwords on the locked miners, without waiting for a scan. */
  tryPasswords(): Promise<void> {
    return this.#found.tryPasswords(this.#ending);
  }

  get #ending(): AbortSignal {
    return AbortSignal.any([this.#stopping.signal, this.#pausing.signal]);
  }

  async #run(signal: AbortSignal): Promise<LoopRun> {
    const { settings, fleet, clock } = this.#options;
    const request = this.#requests.next(clock.monotonicMs(), settings().intervals.discovery_seconds * 1000);
    const isRequested = request.trigger === 'operator';
    const publish = (update: Scan): void => this.#publish(update);
    const scope = request.targets === null ? 'all' : 'targets';
    const { subnets, port } = settings().network;
    const named = parseTargets(subnets, port);
    const targets = request.targets === null ? named : parseTargets(request.targets, port);
    if (targets.length === 0) {
      this.#watch.found({ doubts: null, isElsewhere: false });
      this.#watch.set('no_targets', 'No networks set.');
      if (isRequested) this.#runner.fail({ request, scope, publish }, 'No networks set.');
      return {};
    }
    if (isRequested) this.#negativeCache.endPauses();
    const known = [...fleet.entries()].flatMap(({ stored }) => stored.ip ?? stored.last_ip ?? []);
    const { ownPorts } = this.#options.drivers;
    const mayBePublic = (target: Target): boolean => request.force === true || isWithin(target, named);
    const resolve = (host: string): Promise<string> => this.#hostNames.addressOf(host, signal);
    const plan = await planScan(targets, { known, driverPorts: ownPorts, mayBePublic, resolve });
    if (signal.aborted) {
      if (isRequested) this.#runner.fail({ request, scope, publish }, CUT_SHORT, 'aborted');
      return {};
    }
    const requestedBy = isRequested ? 'scan' : 'schedule';
    const scan = await this.#runner.run({ request, scope, plan, signal, publish, requestedBy });
    return {
      counts: countsOf(scan),
      ...(this.#requests.areWaiting ? { nextInMs: 0 } : this.#watch.isBackSoon() && { nextInMs: NOT_BACK_RETRY_MS }),
    };
  }

  #publish(scan: Scan): void {
    this.#latest = scan;
    if (scan.finished_at !== null) this.#lastFinished = scan;
    this.#options.onScan(scan);
  }
}
