import type { Scan, Settings } from '../../src-shared/model/index.ts';
import { formatAddress } from '../drivers/address.ts';
import type { DriverRegistry } from '../drivers/registry.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { RequestedBy } from '../provisioning/key-provisioning.ts';
import { messageOf } from '../runtime/message-of.ts';
import { type Dialer, SOCKET_DIALER } from './dial/dialer.ts';
import type { FoundMiners, FoundMinersOptions } from './found-miners.ts';
import { ChurningHosts } from './guards/churning-hosts.ts';
import type { KnownRouters } from './guards/known-routers.ts';
import { LinkMonitor } from './guards/link-monitor.ts';
import type { NegativeCache } from './guards/negative-cache.ts';
import { NetworkEnvironment } from './guards/network-environment.ts';
import { SharedAddresses } from './guards/shared-addresses.ts';
import { TakenAddresses } from './guards/taken-addresses.ts';
import { NamelessHosts } from './nameless-hosts.ts';
import type { PassEvent } from './pass/pass-context.ts';
import { passSettings } from './pass/pass-settings.ts';
import { failedWords, scanOutcome } from './pass/scan-outcome.ts';
import { runScanPass } from './pass/scan-pass.ts';
import { passEvent, scanEvent } from './scan-events.ts';
import type { ScanPlan } from './scan-plan.ts';
import { ScanRecord, type ScanRequest } from './scan-record.ts';
import { Thoroughness } from './scan-thoroughness.ts';
import type { WatchState } from './watch-state.ts';

export interface ScanRunnerParts extends FoundMinersOptions {
  readonly minerGateway: MinerGateway;
  readonly drivers: DriverRegistry;
  readonly settings: () => Settings;
  /** The routers through which miners were reached. */
  readonly routers: KnownRouters;
  readonly environment?: () => Promise<NetworkEnvironment>;
  readonly dials?: Dialer;
  /** Called before miners are marked offline; pauses if the computer has slept. */
  readonly checkAwake: () => void;
}

export interface ScanRunnerOptions extends ScanRunnerParts {
  readonly found: FoundMiners;
  readonly watch: WatchState;
  readonly negativeCache: NegativeCache;
  /** Aborts when discovery stops or is paused: ends the provisioning of what a scan found. */
  readonly ending: () => AbortSignal;
}

/** A scan whose progress is published. */
interface PublishedScan {
  readonly request: ScanRequest;
  readonly scope: Scan['scope'];
  readonly publish: (scan: Scan) => void;
}

export interface ScanToRun extends PublishedScan {
  readonly plan: ScanPlan;
  readonly signal: AbortSignal;
  readonly requestedBy: RequestedBy;
}

/**
 * For this time after a start, a sleep or a pause, a network in which no host responds may not be
 * ready yet. It is checked again soon.
 */
const WAKE_GRACE_MS = 60_000;
export const CUT_SHORT = 'The scan was cut short. No miner was marked offline.';

/** Runs scans: the pass over the addresses, what follows for the farm, and the published result. */
export class ScanRunner {
  readonly #options: ScanRunnerOptions;
  readonly #churningHosts: ChurningHosts;
  readonly #takenAddresses: TakenAddresses;
  readonly #linkMonitor = new LinkMonitor();
  readonly #nameless: NamelessHosts;
  readonly #sharedAddresses: SharedAddresses;
  readonly #thoroughness = new Thoroughness();
  #awakeSinceMs = Number.NEGATIVE_INFINITY;

  constructor(options: ScanRunnerOptions) {
    this.#options = options;
    this.#churningHosts = new ChurningHosts(options.clock);
    this.#takenAddresses = new TakenAddresses(options.clock);
    this.#nameless = new NamelessHosts(options.fleet);
    this.#sharedAddresses = new SharedAddresses(options.clock);
  }

  /** The program has started, or goes on after a sleep or a pause. */
  noteAwake(): void {
    this.#awakeSinceMs = this.#options.clock.monotonicMs();
  }

  /** Runs one scan. Rejects with the error of a scan that failed, which is published too. */
  async run({ request, scope, plan, signal, publish, requestedBy }: ScanToRun): Promise<Scan> {
    const { clock, settings, found, watch } = this.#options;
    const { subnets } = settings().network;
    const record = new ScanRecord({ request, scope, plan, subnets, clock, publish });
    const { trigger } = request;
    const ending = this.#options.ending();
    const keys: Promise<void>[] = [];
    const thoroughness = this.#thoroughness.of(trigger, settings().intervals);
    const hasJustWoken = clock.monotonicMs() - this.#awakeSinceMs < WAKE_GRACE_MS;
    const pass = passSettings(settings(), { trigger, scope }, { ...thoroughness, hasJustWoken });
    try {
      const end = await runScanPass(
        plan,
        pass,
        {
          ...this.#options,
          churningHosts: this.#churningHosts,
          takenAddresses: this.#takenAddresses,
          linkMonitor: this.#linkMonitor,
          environment: this.#options.environment ?? NetworkEnvironment.read,
          provision: async (id, address) => {
            this.#nameless.end(id, formatAddress(address));
            this.#options.onAnswered?.(id, false);
            keys.push(found.provision(id, address, { requestedBy, signal: ending }));
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
        watch.found({ doubts: end.doubts, isElsewhere: end.elsewhere !== null });
        // Keeps a pause that began while the results were written.
        if (!signal.aborted) watch.set(isWatching ? 'watching' : 'not_watching', trouble);
      }
      // The check of one miner waits for its key without a limit.
      await (scope === 'miner' ? Promise.all(keys) : found.wait(keys, ending));
      const done = record.finish('done', message);
      if (trigger === 'operator' && scope !== 'miner') this.#options.publish(scanEvent(done, request.actor));
      return done;
    } catch (error) {
      const message = messageOf(error);
      record.finish('failed', message);
      if (scope === 'all' && !signal.aborted) watch.set('not_watching', failedWords(message));
      throw error;
    }
  }

  /** Publishes a requested scan that never began as ended, with the reason. */
  fail({ request, scope, publish }: PublishedScan, message: string, phase: 'failed' | 'aborted' = 'failed'): void {
    const { clock, settings } = this.#options;
    const { subnets } = settings().network;
    const plan = { addresses: [], unresolved: [] };
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
    const isArrival = event.kind === 'new' || event.kind === 'back' || event.kind === 'moved';
    if (!isArrival || miner?.ip == null) return;
    const ids = this.#sharedAddresses.note(miner.ip, miner.id);
    if (ids !== null) this.#options.publish({ event: 'address_shared', data: { ip: miner.ip, ids: [...ids] } });
  }
}
