import type { Actor, Scan, Settings, Watching } from '../../src-shared/model/index.ts';
import { formatAddress } from '../drivers/address.ts';
import type { DriverRegistry } from '../drivers/registry.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { RequestedBy } from '../provisioning/key-provisioning.ts';
import { KeyedLock } from '../runtime/keyed-lock.ts';
import { Loop, type LoopRun } from '../runtime/loop.ts';
import { messageOf } from '../runtime/message-of.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import { type Dialer, SOCKET_DIALER } from './dial/dialer.ts';
import { FoundMiners, type FoundMinersOptions } from './found-miners.ts';
import { type Interfaces, readAttachedNetworks } from './guards/attached-networks.ts';
import { ChurningHosts } from './guards/churning-hosts.ts';
import type { KnownRouters } from './guards/known-routers.ts';
import { LinkMonitor } from './guards/link-monitor.ts';
import { NegativeCache } from './guards/negative-cache.ts';
import { NetworkEnvironment } from './guards/network-environment.ts';
import { ownInterfaces } from './guards/own-interfaces.ts';
import { TakenAddresses } from './guards/taken-addresses.ts';
import { HostNames } from './host-names.ts';
import { NamelessHosts } from './nameless-hosts.ts';
import type { PassEvent } from './pass.ts';
import { passSettings } from './pass-settings.ts';
import { ReturnWatch } from './return-watch.ts';
import { passEvent, scanEvent } from './scan-events.ts';
import { failedWords, scanOutcome } from './scan-outcome.ts';
import { runScanPass } from './scan-pass.ts';
import { planScan, planSingle, type ScanPlan } from './scan-plan.ts';
import { countsOf, ScanRecord, type ScanRequest } from './scan-record.ts';
import { ScanRequests } from './scan-requests.ts';
import { isWithin, parseTargets, type Target } from './targets.ts';
import { Thoroughness } from './thoroughness.ts';
import { WatchState } from './watch-state.ts';

export interface DiscoveryOptions extends FoundMinersOptions {
  readonly minerGateway: MinerGateway;
  readonly drivers: DriverRegistry;
  readonly settings: () => Settings;
  /** The routers through which miners were reached. */
  readonly routers: KnownRouters;
  readonly environment?: () => Promise<NetworkEnvironment>;
  readonly interfaces?: Interfaces;
  readonly dials?: Dialer;
  /** Looks up a host name; rejects if it is not found. */
  readonly findHost?: (host: string) => Promise<string>;
  /** Called before miners are marked offline; pauses if the computer has slept. */
  readonly checkAwake: () => void;
  readonly onScan: (scan: Scan) => void;
  readonly onWatching: (watching: Watching) => void;
}

/**
 * For this time after a start, a sleep or a pause, a network in which no host responds may not be
 * ready yet. It is checked again soon.
 */
const WAKE_GRACE_MS = 60_000;
const NOT_BACK_RETRY_MS = 5000;
const CUT_SHORT = 'The scan was cut short. No miner was marked offline.';

/** Finds the farm's miners, at an interval and on request. Owns the discovery loop. */
export class Discovery {
  readonly #options: DiscoveryOptions;
  readonly loop: Loop;
  /** Finds miners and networks that are reachable again between scans. */
  readonly returns: ReturnWatch;
  readonly #negativeCache: NegativeCache;
  readonly #churningHosts: ChurningHosts;
  readonly #takenAddresses: TakenAddresses;
  readonly #linkMonitor = new LinkMonitor();
  readonly #found: FoundMiners;
  readonly #stopping = new AbortController();
  #pausing = new AbortController();
  readonly #requests = new ScanRequests();
  /**
   * Probes of single miners, one at a time for each. Always taken before the lock of a miner's
   * session.
   */
  readonly #probing = new KeyedLock();
  readonly #nameless: NamelessHosts;
  readonly #hostNames: HostNames;
  #latest: Scan | null = null;
  #lastFinished: Scan | null = null;
  #resumedMs = Number.NEGATIVE_INFINITY;
  readonly #thoroughness = new Thoroughness();
  readonly #watch: WatchState;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
    this.#negativeCache = new NegativeCache(options.clock);
    this.#churningHosts = new ChurningHosts(options.clock);
    this.#takenAddresses = new TakenAddresses(options.clock);
    this.#found = new FoundMiners(options);
    this.#nameless = new NamelessHosts(options.fleet);
    this.#watch = new WatchState(options);
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
    this.#resumedMs = this.#options.clock.monotonicMs();
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
    this.#resumedMs = this.#options.clock.monotonicMs();
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
    const ignore = (): void => undefined;
    return this.#probing.run(id, () => this.#scan(request, 'miner', plan, this.#ending, ignore, requestedBy));
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
    const scope = request.targets === null ? 'all' : 'targets';
    const { subnets, port } = settings().network;
    const named = parseTargets(subnets, port);
    const targets = request.targets === null ? named : parseTargets(request.targets, port);
    if (targets.length === 0) {
      this.#watch.found({ doubts: null, isElsewhere: false });
      this.#watch.set('no_targets', 'No networks set.');
      if (isRequested) this.#fail(request, scope, 'No networks set.');
      return {};
    }
    if (isRequested) this.#negativeCache.endPauses();
    const known = [...fleet.entries()].flatMap(({ stored }) => stored.ip ?? stored.last_ip ?? []);
    const { ownPorts } = this.#options.drivers;
    const mayBePublic = (target: Target): boolean => request.force === true || isWithin(target, named);
    const resolve = (host: string): Promise<string> => this.#hostNames.addressOf(host, signal);
    const plan = await planScan(targets, known, readAttachedNetworks(), ownPorts, mayBePublic, resolve);
    if (signal.aborted) {
      if (isRequested) this.#fail(request, scope, CUT_SHORT, 'aborted');
      return {};
    }
    const scan = await this.#scan(request, scope, plan, signal, (update) => this.#publish(update));
    return {
      counts: countsOf(scan),
      ...(this.#requests.areWaiting ? { nextInMs: 0 } : this.#watch.isBackSoon() && { nextInMs: NOT_BACK_RETRY_MS }),
    };
  }

  async #scan(
    request: ScanRequest,
    scope: Scan['scope'],
    plan: ScanPlan,
    signal: AbortSignal,
    publish: (scan: Scan) => void,
    requestedBy: RequestedBy = request.trigger === 'operator' ? 'scan' : 'schedule',
  ): Promise<Scan> {
    const { clock, settings } = this.#options;
    const { subnets } = settings().network;
    const record = new ScanRecord({ request, scope, plan, subnets, clock, publish });
    const { trigger } = request;
    const ending = this.#ending;
    const keys: Promise<void>[] = [];
    const thoroughness = this.#thoroughness.of(trigger, settings().intervals);
    const hasJustWoken = clock.monotonicMs() - this.#resumedMs < WAKE_GRACE_MS;
    const pass = passSettings(settings(), { trigger, scope }, { ...thoroughness, hasJustWoken });
    try {
      const end = await runScanPass(
        plan,
        pass,
        {
          ...this.#options,
          negativeCache: this.#negativeCache,
          churningHosts: this.#churningHosts,
          takenAddresses: this.#takenAddresses,
          linkMonitor: this.#linkMonitor,
          environment: this.#options.environment ?? NetworkEnvironment.read,
          provision: async (id, address) => {
            this.#nameless.end(id, formatAddress(address));
            this.#options.onAnswered?.(id, false);
            keys.push(this.#found.provision(id, address, { requestedBy, signal: ending }));
          },
          dials: this.#options.dials ?? SOCKET_DIALER,
          onProgress: (progress) => record.update(progress),
          onEvent: (event) => this.#report(event),
        },
        signal,
      );
      await this.#save();
      if (!end.completed) return record.finish('aborted', CUT_SHORT);
      const { isWatching, trouble, message } = scanOutcome(end, plan.unresolved);
      if (scope === 'all') {
        this.#watch.found({ doubts: end.doubts, isElsewhere: end.elsewhere !== null });
        // Keeps a pause that began while the results were written.
        if (!signal.aborted) this.#watch.set(isWatching ? 'watching' : 'not_watching', trouble);
      }
      // The check of one miner waits for its key without a limit.
      await (scope === 'miner' ? Promise.all(keys) : this.#found.wait(keys, ending));
      const done = record.finish('done', message);
      if (trigger === 'operator' && scope !== 'miner') this.#options.publish(scanEvent(done, request.actor));
      return done;
    } catch (error) {
      const message = messageOf(error);
      record.finish('failed', message);
      if (scope === 'all' && !signal.aborted) this.#watch.set('not_watching', failedWords(message));
      throw error;
    }
  }

  /** Publishes a requested scan that never began as ended, with the reason. */
  #fail(request: ScanRequest, scope: Scan['scope'], message: string, phase: 'failed' | 'aborted' = 'failed'): void {
    const { clock, settings } = this.#options;
    const { subnets } = settings().network;
    const plan = { addresses: [], unresolved: [] };
    const publish = (scan: Scan): void => this.#publish(scan);
    new ScanRecord({ request, scope, plan, subnets, clock, publish }).finish(phase, message);
  }

  /** A write that fails stays due, and does not affect the result of the scan. */
  async #save(): Promise<void> {
    try {
      await this.#options.fleet.save();
    } catch (error) {
      this.#options.onError(error);
    }
  }

  #report(event: PassEvent): void {
    if (!this.#nameless.isNews(event)) return;
    const miner = 'ip' in event ? null : this.#options.fleet.entry(event.id)?.stored;
    this.#options.publish(passEvent(event, miner ?? null));
  }

  #publish(scan: Scan): void {
    this.#latest = scan;
    if (scan.finished_at !== null) this.#lastFinished = scan;
    this.#options.onScan(scan);
  }
}
