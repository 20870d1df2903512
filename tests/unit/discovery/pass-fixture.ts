import type { DialResult } from '../../../src-main/discovery/dial/dial.ts';
import type { Dialer } from '../../../src-main/discovery/dial/dialer.ts';
import { ChurningHosts } from '../../../src-main/discovery/guards/churning-hosts.ts';
import { KnownRouters } from '../../../src-main/discovery/guards/known-routers.ts';
import { LinkMonitor } from '../../../src-main/discovery/guards/link-monitor.ts';
import { NegativeCache } from '../../../src-main/discovery/guards/negative-cache.ts';
import type { NetworkEnvironment } from '../../../src-main/discovery/guards/network-environment.ts';
import { TakenAddresses } from '../../../src-main/discovery/guards/taken-addresses.ts';
import { parseTargets } from '../../../src-main/discovery/parse-targets.ts';
import type { PassDeps, PassEnd, PassSettings } from '../../../src-main/discovery/pass/pass-context.ts';
import { scanOutcome } from '../../../src-main/discovery/pass/scan-outcome.ts';
import { runScanPass } from '../../../src-main/discovery/pass/scan-pass.ts';
import { planScan } from '../../../src-main/discovery/scan-plan.ts';
import type { Recognised } from '../../../src-main/drivers/driver.ts';
import type { FirmwareError } from '../../../src-main/drivers/outcome.ts';
import { DRIVERS } from '../../../src-main/drivers/registry.ts';
import { parseInfo } from '../../../src-main/drivers/vnish/payloads/info.ts';
import type { Fleet } from '../../../src-main/fleet/fleet.ts';
import type { StoredMiner, StoredModel } from '../../../src-main/store/store.ts';
import type { Scan } from '../../../src-shared/model/index.ts';
import { storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { environmentWith } from './network-environment-fixture.ts';

export const macOf = (n: number): string => `02:00:00:00:01:${n.toString(16).padStart(2, '0')}`;

/** The host at an address: a miner by its MAC, another device, or one that sends nothing. */
export type Inhabitant =
  | { readonly mac: string }
  | { readonly error: Partial<FirmwareError> & Pick<FirmwareError, 'code'> }
  /** The result of dialling it, at first and in a longer check. */
  | { readonly dial: DialResult };

/** A known miner at its address on port 80. */
export function knownMiner(n: number, host = `198.51.100.${n}`): StoredMiner {
  return storedMiner({ id: macOf(n), ip: host, last_ip: host, managed: true });
}

/**
 * A network without sockets: hosts by address, and scans that run one after another on the same
 * fleet. An address without a host is silent.
 */
export class ScannedNetwork {
  readonly clock: ManualClock;
  readonly at = new Map<string, Inhabitant>();
  readonly negativeCache: NegativeCache;
  readonly churningHosts: ChurningHosts;
  readonly takenAddresses: TakenAddresses;
  readonly routers: KnownRouters;
  linkMonitor = new LinkMonitor(() => ({}));
  environment: NetworkEnvironment = environmentWith(null);
  /** Addresses that were probed, in order. */
  readonly asked: string[] = [];
  /** Called when a missed miner is checked again. */
  onConfirm: (host: string) => void = () => undefined;
  /** Called when a host is probed. */
  onProbe: (host: string) => void = () => undefined;
  /** Addresses that were unlocked, in order. */
  readonly provisionedAt: string[] = [];
  #probedNow = 0;
  /** Maximum number of hosts that were probed at once. */
  mostProbed = 0;
  /** By how much the clock advances with each probed host. */
  probeMs = 0;
  /** The host at all other addresses. */
  elsewhere: Inhabitant = { dial: 'silent' };
  /** Hosts that are silent only the next time they are dialled. */
  readonly silentAtFirst = new Set<string>();
  events: string[] = [];
  progress: string[] = [];
  /** The last scan, as its progress reported it. */
  counts: Partial<Scan> = {};
  readonly fleet: Fleet;

  static async of(
    miners: readonly StoredMiner[],
    routers?: KnownRouters,
    models: readonly StoredModel[] = [],
  ): Promise<ScannedNetwork> {
    const clock = new ManualClock();
    const network = new ScannedNetwork(clock, await memoryFleet(clock, miners, models), routers);
    for (const { id, ip } of miners) if (ip !== null) network.at.set(ip, { mac: id });
    return network;
  }

  private constructor(clock: ManualClock, fleet: Fleet, routers?: KnownRouters) {
    this.clock = clock;
    this.negativeCache = new NegativeCache(clock);
    this.churningHosts = new ChurningHosts(clock);
    this.takenAddresses = new TakenAddresses(clock);
    this.fleet = fleet;
    this.routers =
      routers ??
      new KnownRouters({
        gatewaysFile: null,
        pathsFile: null,
        onError: (error) => {
          throw error;
        },
      });
  }

  dialOf(host: string): DialResult {
    const there = this.at.get(host) ?? this.elsewhere;
    return 'dial' in there ? there.dial : 'open';
  }

  async scan(
    target: string | readonly string[] = '198.51.100.0/24',
    settings: Partial<PassSettings> = {},
  ): Promise<{ readonly end: PassEnd; readonly outcome: ReturnType<typeof scanOutcome>; readonly events: string[] }> {
    this.events = [];
    this.progress = [];
    const known = [...this.fleet.entries()].flatMap(({ stored }) => stored.ip ?? stored.last_ip ?? []);
    const plan = await planScan(parseTargets([target].flat(), 80), { known, attached: this.environment.attached });
    const end = await runScanPass(
      plan,
      {
        lightScanTimeoutMs: 300,
        probeTimeoutMs: 300,
        cap: null,
        triesSilentTwice: false,
        readWithinMs: 0,
        isRequested: false,
        takesNew: true,
        decidesPlace: false,
        hasJustWoken: false,
        ...settings,
      },
      this.#deps(),
      new AbortController().signal,
    );
    return { end, outcome: scanOutcome(end), events: this.events };
  }

  #deps(): PassDeps {
    const dials: Dialer = {
      scan: async (addresses, { onResult }) => {
        for (const address of addresses)
          onResult(address, this.silentAtFirst.delete(address.host) ? 'silent' : this.dialOf(address.host));
        return { untried: 0, socketError: null, fewestSockets: null, linkWaitMs: 0 };
      },
      patiently: async ({ host }) => {
        this.onConfirm(host);
        return this.dialOf(host);
      },
    };
    return {
      dials,
      minerGateway: {
        identify: async ({ address }) => {
          this.asked.push(address.host);
          this.onProbe(address.host);
          this.#probedNow += 1;
          this.mostProbed = Math.max(this.mostProbed, this.#probedNow);
          await Promise.resolve();
          this.#probedNow -= 1;
          this.clock.elapse(this.probeMs);
          const there = this.at.get(address.host) ?? this.elsewhere;
          if ('mac' in there) return { ok: true, value: recognised(there.mac) };
          const error = 'error' in there ? there.error : ({ code: 'timeout' } as const);
          return { ok: false, error: { message: error.code, retryable: true, ...error } as FirmwareError };
        },
      },
      drivers: DRIVERS,
      fleet: this.fleet,
      clock: this.clock,
      negativeCache: this.negativeCache,
      churningHosts: this.churningHosts,
      takenAddresses: this.takenAddresses,
      linkMonitor: this.linkMonitor,
      routers: this.routers,
      environment: async () => this.environment,
      checkAwake: () => undefined,
      provision: async (_, { host }) => {
        this.provisionedAt.push(host);
      },
      onProgress: (progress) => {
        const { phase } = progress;
        if (phase !== undefined) this.progress.push(phase);
        this.counts = { ...this.counts, ...progress };
      },
      onEvent: (event) => {
        const who = 'id' in event ? event.id : event.ip;
        this.events.push(`${event.kind} ${who}`);
        this.progress.push(`${event.kind} ${who}`);
      },
      onError: (error) => {
        throw error;
      },
    };
  }
}

/** A VNish miner that reports this MAC. */
export function recognised(mac: string): Recognised {
  const info = parseInfo({ fw_name: 'Vnish', model: 's19jpro', system: { network_status: { mac } } });
  if (info === null) throw new Error('no VNish miner');
  return { kind: 'vnish', info: { ...info, mac } };
}
