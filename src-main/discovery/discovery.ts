import {
  type Actor,
  AUTOMATIC_SCAN_CONCURRENCY,
  type Scan,
  type Settings,
  type Watching,
} from '../../src-shared/model/index.ts';
import { parseAddress } from '../drivers/address.ts';
import type { DriverRegistry } from '../drivers/registry.ts';
import type { PublishEvent } from '../events/bus.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import { Provisioning } from '../provisioning/provisioning.ts';
import type { Clock } from '../runtime/clock.ts';
import { KeyedLock } from '../runtime/keyed-lock.ts';
import { Loop, type LoopRun } from '../runtime/loop.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import { limitWords } from './dial/limit-words.ts';
import { readAttachedNetworks } from './guards/attached-networks.ts';
import { ChurningHosts } from './guards/churning-hosts.ts';
import { type Doubts, doubtWords } from './guards/doubts.ts';
import type { KnownGateways } from './guards/known-gateways.ts';
import { LinkMonitor } from './guards/link-monitor.ts';
import { NegativeCache } from './guards/negative-cache.ts';
import { Surroundings } from './guards/surroundings.ts';
import { cycleEvent, elsewhereWords, scanEvent, watchingEvent } from './scan-events.ts';
import { type CycleEvent, runDiscoveryCycle } from './scan-pass.ts';
import { planScan, planSingle, type ScanPlan } from './scan-plan.ts';
import { parseTarget, type Target } from './targets.ts';

export interface DiscoveryOptions {
  readonly minerGateway: MinerGateway;
  readonly drivers: DriverRegistry;
  readonly fleet: Fleet;
  readonly clock: Clock;
  /** Held by whoever unlocks a miner or writes to it: two at once would fight over its session. */
  readonly minerLock: KeyedLock;
  readonly settings: () => Settings;
  /** The gateways of the networks where miners were met. */
  readonly gateways: KnownGateways;
  readonly surroundings?: () => Promise<Surroundings>;
  /** Called before silence is believed; pauses if the computer has slept. */
  readonly checkAwake: () => void;
  /** A known miner answered a scan, and has been provisioned as far as that goes. */
  readonly onAnswered?: (id: string) => void;
  readonly onScan: (scan: Scan) => void;
  readonly onWatching: (watching: Watching) => void;
  readonly publish: PublishEvent;
  readonly onError: (error: unknown) => void;
}

interface Request {
  readonly scan_id: string;
  readonly trigger: Scan['trigger'];
  /** Null means every configured target. */
  readonly targets: readonly string[] | null;
  /** Who asked for it; null for a scheduled one. */
  readonly actor: Actor | null;
}

/**
 * Every so many scheduled scans everybody is asked who he is, also those who have just been read:
 * names and versions change.
 */
const WHOLE_LOOK_EVERY = 10;

/**
 * For this long after a sleep or a pause, a network in which no host responds may not be back; it
 * is checked again soon.
 */
const WAKE_GRACE_MS = 60_000;
const NOT_BACK_RETRY_MS = 5000;

/** Finds the farm's miners, at an interval and on request. Owns the discovery loop. */
export class Discovery {
  readonly #options: DiscoveryOptions;
  readonly #loop: Loop;
  readonly #negativeCache: NegativeCache;
  readonly #churningHosts: ChurningHosts;
  readonly #linkMonitor = new LinkMonitor();
  readonly #provisioning: Provisioning;
  readonly #stopping = new AbortController();
  #pausing = new AbortController();
  readonly #requests: Request[] = [];
  /**
   * Probes of single miners, one at a time each. Taken before the lock of a miner's session, never
   * after it.
   */
  readonly #probing = new KeyedLock();
  /** Addresses of miners that report no MAC, or a different one each time. */
  readonly #nameless = new Set<string>();
  #latest: Scan | null = null;
  #lastFinished: Scan | null = null;
  #doubts: Doubts | null = null;
  #isElsewhere = false;
  #resumedMs = Number.NEGATIVE_INFINITY;
  #scheduled = 0;
  #watching: Watching;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
    this.#negativeCache = new NegativeCache(options.clock);
    this.#churningHosts = new ChurningHosts(options.clock);
    this.#provisioning = new Provisioning(options);
    this.#watching = { state: 'watching', since_at: options.clock.nowMs(), reason: null };
    this.#loop = new Loop({
      name: 'discovery',
      intervalMs: () => options.settings().intervals.discovery_seconds * 1000,
      run: (signal) => this.#run(AbortSignal.any([signal, this.#pausing.signal])),
      onError: options.onError,
      clock: options.clock,
    });
  }

  start(): void {
    this.#loop.start();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop.stop();
  }

  /** No scan until `resume()`. The one in progress is dropped, and marks no miner offline. */
  pause(reason: string, actor: Actor | null = null): void {
    this.#loop.pause();
    this.#pausing.abort();
    this.#setWatching('paused', reason, actor);
  }

  /** Scans at once. PowerHive counts as watching when that scan has been through. */
  resume(actor: Actor | null = null): void {
    this.#pausing = new AbortController();
    const reason = 'The first scan since the pause is under way.';
    this.#publishWatching({ state: 'not_watching', since_at: this.#watching.since_at, reason }, actor);
    this.#resumedMs = this.#options.clock.monotonicMs();
    this.#loop.resume();
  }

  get loop(): Loop {
    return this.#loop;
  }

  latest(): Scan | null {
    return this.#latest;
  }

  /** The last scan that ended, in whichever phase. The next one may be under way. */
  lastFinished(): Scan | null {
    return this.#lastFinished;
  }

  watching(): Watching {
    return this.#watching;
  }

  /**
   * Whether the last whole scan found that this computer can't reach the network of an address, or
   * is in another one.
   */
  isBeyondReach(ip: string): boolean {
    return this.#isElsewhere || this.#doubts?.hosts.has(parseAddress(ip)?.host ?? ip) === true;
  }

  /**
   * Asks for a scan as soon as the present one, if there is one, has ended. Targets must have been
   * checked.
   */
  request(targets: readonly string[] | null, actor: Actor): string {
    const request: Request = { scan_id: uuidV7(), trigger: 'operator', targets, actor };
    this.#requests.push(request);
    this.#loop.wake();
    return request.scan_id;
  }

  /** The settings changed: what is watched may be another network now. */
  wake(): void {
    this.#loop.wake();
  }

  /**
   * Looks at one miner where it was last seen, beside whatever else goes on. Null if it never had
   * an address.
   */
  async rescanMiner(id: string): Promise<Scan | null> {
    const ip = this.#options.fleet.entry(id)?.stored.last_ip ?? null;
    const plan = ip === null ? null : planSingle(ip);
    if (plan === null || ip === null) return null;
    this.#negativeCache.forget(ip);
    const request: Request = { scan_id: uuidV7(), trigger: 'operator', targets: [ip], actor: null };
    const signal = AbortSignal.any([this.#stopping.signal, this.#pausing.signal]);
    return this.#probing.run(id, () => this.#scan(request, 'miner', plan, signal, () => undefined));
  }

  async #run(signal: AbortSignal): Promise<LoopRun> {
    const asked = this.#requests.shift();
    const request: Request = asked ?? { scan_id: uuidV7(), trigger: 'schedule', targets: null, actor: null };
    const { settings, fleet } = this.#options;
    const { subnets, port } = settings().network;
    const targets = (request.targets ?? subnets).flatMap((text): Target[] => {
      const parsed = parseTarget(text, { defaultPort: port, force: true });
      return parsed.ok ? [parsed.target] : [];
    });
    if (targets.length === 0) {
      this.#setWatching('no_targets', 'No network is named yet.');
      return {};
    }
    if (asked !== undefined) this.#negativeCache.clear();
    const known = [...fleet.entries()].flatMap(({ stored }) => stored.ip ?? stored.last_ip ?? []);
    const plan = await planScan(targets, known, readAttachedNetworks(), this.#options.drivers.ownPorts);
    const scope = request.targets === null ? 'all' : 'targets';
    const scan = await this.#scan(request, scope, plan, signal, (update) => this.#publish(update));
    return {
      counts: {
        addresses: scan.addresses_total,
        answered: scan.answered,
        miners: scan.miners_found,
        new: scan.miners_new,
        offline: scan.miners_offline,
      },
      ...(this.#requests.length > 0 ? { nextInMs: 0 } : this.#isBackSoon() && { nextInMs: NOT_BACK_RETRY_MS }),
    };
  }

  async #scan(
    request: Request,
    scope: Scan['scope'],
    plan: ScanPlan,
    signal: AbortSignal,
    publish: (scan: Scan) => void,
  ): Promise<Scan> {
    const { minerGateway, fleet, clock, settings } = this.#options;
    const { network } = settings();
    const startedMs = clock.monotonicMs();
    let scan: Scan = {
      scan_id: request.scan_id,
      trigger: request.trigger,
      scope,
      phase: 'dialling',
      targets: [...(request.targets ?? network.subnets)],
      started_at: clock.nowMs(),
      finished_at: null,
      duration_ms: null,
      addresses_total: plan.addresses.length,
      addresses_done: 0,
      answered: 0,
      miners_found: 0,
      not_miners: 0,
      other_devices: 0,
      not_identified: 0,
      devices: [],
      miners_new: 0,
      miners_back: 0,
      miners_moved: 0,
      miners_offline: 0,
      message: plan.unresolved.length === 0 ? null : plan.unresolved.join('; '),
    };
    const update = (changes: Partial<Scan>): void => {
      scan = { ...scan, ...changes };
      publish(scan);
    };
    const finish = (phase: Scan['phase'], message: string | null): Scan => {
      const duration_ms = Math.round(clock.monotonicMs() - startedMs);
      update({ phase, finished_at: clock.nowMs(), duration_ms, message: message ?? scan.message });
      return scan;
    };
    update({});
    const cycle = {
      lightScanTimeoutMs: network.light_scan_timeout_ms,
      probeTimeoutMs: network.miner_probe_timeout_ms,
      cap: network.scan_concurrency === AUTOMATIC_SCAN_CONCURRENCY ? null : network.scan_concurrency,
      ...this.#thoroughness(request),
      isAsked: request.trigger === 'operator',
      decidesPlace: request.trigger === 'operator' && scope !== 'miner',
      hasJustWoken: clock.monotonicMs() - this.#resumedMs < WAKE_GRACE_MS,
    };
    try {
      const end = await runDiscoveryCycle(
        plan,
        cycle,
        {
          minerGateway,
          drivers: this.#options.drivers,
          fleet,
          clock,
          negativeCache: this.#negativeCache,
          churningHosts: this.#churningHosts,
          linkMonitor: this.#linkMonitor,
          gateways: this.#options.gateways,
          surroundings: this.#options.surroundings ?? Surroundings.read,
          checkAwake: this.#options.checkAwake,
          provision: async (id, address) => {
            await this.#provisioning.provision(id, address, { force: request.trigger === 'operator', signal });
            this.#options.onAnswered?.(id);
          },
          onProgress: update,
          onEvent: (event) => this.#tell(event),
          onError: this.#options.onError,
        },
        signal,
      );
      await this.#save();
      if (!end.completed || signal.aborted)
        return finish('aborted', 'The scan was cut short. Nobody was called offline.');
      const doubts = end.doubts === null ? null : doubtWords(end.doubts);
      const limited = end.limits === null ? null : limitWords(end.limits);
      const untried = (end.limits?.untried ?? 0) > 0 ? limited : null;
      const blind = end.elsewhere !== null ? elsewhereWords(end.elsewhere) : untried;
      const trouble = blind ?? doubts;
      if (scope === 'all') {
        const isWatching = blind === null && end.doubts?.isBlind !== true;
        this.#doubts = end.doubts;
        this.#isElsewhere = end.elsewhere !== null;
        this.#setWatching(isWatching ? 'watching' : 'not_watching', trouble);
      }
      const done = finish('done', trouble ?? limited);
      if (request.trigger === 'operator' && scope !== 'miner') this.#options.publish(scanEvent(done, request.actor));
      return done;
    } catch (error) {
      finish('failed', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /**
   * A requested scan, and every so many scheduled ones, checks all addresses and tries
   * silence twice. Another spares who was read within half the time between two scans, so that a
   * miner that dies just after it was read is missed in the next one.
   */
  #thoroughness(request: Request): { readonly readWithinMs: number; readonly triesSilentTwice: boolean } {
    const isWhole = request.trigger !== 'schedule' || this.#scheduled++ % WHOLE_LOOK_EVERY === 0;
    const readWithinMs = isWhole ? 0 : (this.#options.settings().intervals.discovery_seconds * 1000) / 2;
    return { readWithinMs, triesSilentTwice: isWhole };
  }

  /** What cannot be written stays due: whether it can says nothing about the scan. */
  async #save(): Promise<void> {
    try {
      await this.#options.fleet.save();
    } catch (error) {
      this.#options.onError(error);
    }
  }

  #isBackSoon(): boolean {
    return this.#doubts?.doubted.some(({ why }) => why !== 'other_place') === true;
  }

  #tell(event: CycleEvent): void {
    if ('ip' in event) {
      // Every scan meets it again: it is reported once.
      if (this.#nameless.has(event.ip)) return;
      this.#nameless.add(event.ip);
    }
    const miner = 'ip' in event ? null : (this.#options.fleet.entry(event.id)?.stored ?? null);
    this.#options.publish(cycleEvent(event, miner));
  }

  #publish(scan: Scan): void {
    this.#latest = scan;
    if (scan.finished_at !== null) this.#lastFinished = scan;
    this.#options.onScan(scan);
  }

  #setWatching(state: Watching['state'], reason: string | null, actor: Actor | null = null): void {
    if (this.#watching.state === state && this.#watching.reason === reason) return;
    this.#publishWatching({ state, since_at: this.#options.clock.nowMs(), reason }, actor);
  }

  #publishWatching(watching: Watching, actor: Actor | null): void {
    this.#watching = watching;
    this.#options.onWatching(watching);
    this.#options.publish(watchingEvent(watching, actor));
  }
}
