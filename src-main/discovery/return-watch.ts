import type { Settings } from '../../src-shared/model/index.ts';
import { type Address, formatAddress, parseAddress } from '../drivers/address.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { Clock } from '../runtime/clock.ts';
import { Loop, type LoopRun } from '../runtime/loop.ts';
import type { Dials } from './dial/dials.ts';
import { type Interfaces, readAttachedNetworks } from './guards/attached-networks.ts';
import { ReturnTurns } from './return-turns.ts';
import { isTargeted, parseTargets } from './targets.ts';

export interface ReturnWatchOptions {
  readonly clock: Clock;
  readonly fleet: Fleet;
  readonly dials: Dials;
  readonly minerGateway: Pick<MinerGateway, 'identify'>;
  readonly settings: () => Pick<Settings, 'network'>;
  readonly interfaces: Interfaces;
  /** Hosts of known miners of which the last whole scan could say nothing. */
  readonly doubtedHosts: () => ReadonlySet<string>;
  /** An offline miner has identified itself where it was last seen. */
  readonly onBack: (id: string) => Promise<unknown>;
  /** More than single miners are back: a whole scan is worth its time now. */
  readonly onNetworkBack: () => void;
  readonly onError: (error: unknown) => void;
}

const BEAT_MS = 5000;
/** So many addresses are dialled in one beat: a farm without power takes several. */
const MOST_AT_ONCE = 256;
/** So many miners that are back at once bring a scan. */
const WORTH_A_SCAN = 8;
/** Of each network that is doubted so many hosts are dialled: one that responds is enough. */
const WITNESSES = 3;
const MOST_WITNESSES = 24;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Notices between scans, however rare these are, that an offline miner responds where it was last
 * seen, and that a network responds again which could not be reached. It dials only the addresses
 * of known miners within the configured networks, ever less often.
 */
export class ReturnWatch {
  readonly loop: Loop;
  readonly #options: ReturnWatchOptions;
  readonly #turns = new ReturnTurns();
  #attached: string;
  #doubt = { pauseMs: BEAT_MS, nextMs: 0 };

  constructor(options: ReturnWatchOptions) {
    this.#options = options;
    this.#attached = this.#readAttached();
    this.loop = new Loop({
      name: 'returns',
      intervalMs: () => BEAT_MS,
      run: (signal) => this.#run(signal),
      onError: options.onError,
      clock: options.clock,
    });
  }

  async #run(signal: AbortSignal): Promise<LoopRun> {
    const network = this.#readAttached();
    if (network !== this.#attached) {
      this.#attached = network;
      this.#doubt = { pauseMs: BEAT_MS, nextMs: 0 };
      this.#turns.soon();
    }
    await this.#tryDoubted(signal);
    if (!signal.aborted) await this.#tryOffline(signal);
    return {};
  }

  #readAttached(): string {
    return readAttachedNetworks(this.#options.interfaces)
      .map(({ cidr }) => cidr)
      .sort()
      .join();
  }

  /** One host that responds in a network that could not be reached, and the farm is scanned. */
  async #tryDoubted(signal: AbortSignal): Promise<void> {
    const { clock, fleet, dials, settings, doubtedHosts, onNetworkBack } = this.#options;
    const doubted = doubtedHosts();
    if (doubted.size === 0) {
      this.#doubt = { pauseMs: BEAT_MS, nextMs: 0 };
      return;
    }
    const nowMs = clock.monotonicMs();
    if (nowMs < this.#doubt.nextMs) return;
    const { pauseMs } = this.#doubt;
    this.#doubt = { pauseMs: Math.min(2 * pauseMs, LONGEST_PAUSE_MS), nextMs: nowMs + pauseMs };
    const { subnets, port, light_scan_timeout_ms: timeoutMs } = settings().network;
    const targets = parseTargets(subnets, port);
    const chosen = new Map<string, Address[]>();
    for (const { stored } of fleet.entries()) {
      const address = stored.ip === null ? null : parseAddress(stored.ip);
      // The doubts are those of the last scan: a network may have been removed since.
      if (address === null || !doubted.has(address.host) || !isTargeted(address, targets)) continue;
      const network = address.host.slice(0, address.host.lastIndexOf('.'));
      const some = chosen.get(network) ?? [];
      if (some.length < WITNESSES) chosen.set(network, [...some, address]);
    }
    let responds = false;
    await dials.scan([...chosen.values()].flat().slice(0, MOST_WITNESSES), {
      timeoutMs,
      cap: null,
      signal,
      onResult: (_, result) => {
        responds ||= result === 'open';
      },
    });
    if (responds && !signal.aborted) onNetworkBack();
  }

  /** Dials the offline miners whose turn it is where each was last seen. */
  async #tryOffline(signal: AbortSignal): Promise<void> {
    const { clock, fleet, dials, settings, onNetworkBack } = this.#options;
    const { subnets, port, light_scan_timeout_ms: timeoutMs } = settings().network;
    const targets = parseTargets(subnets, port);
    const taken = new Set<string>();
    const offline: { readonly id: string; readonly address: Address }[] = [];
    for (const { stored } of fleet.entries()) {
      if (stored.ip !== null) taken.add(stored.ip);
      const address = stored.ip !== null || stored.last_ip === null ? null : parseAddress(stored.last_ip);
      if (address !== null && isTargeted(address, targets)) offline.push({ id: stored.id, address });
    }
    const free = offline.filter(({ address }) => !taken.has(formatAddress(address)));
    const due = new Set(
      this.#turns.take(
        free.map(({ id }) => id),
        clock.monotonicMs(),
        MOST_AT_ONCE,
      ),
    );
    const byIp = Map.groupBy(
      free.filter(({ id }) => due.has(id)),
      ({ address }) => formatAddress(address),
    );
    if (byIp.size === 0) return;
    const open: Address[] = [];
    await dials.scan(
      [...byIp.values()].map(([first]) => (first as { address: Address }).address),
      {
        timeoutMs,
        cap: null,
        signal,
        onResult: (address, result) => {
          if (result === 'open') open.push(address);
        },
      },
    );
    const back = await Promise.all(
      open.map((address) => this.#identify(address, byIp.get(formatAddress(address)) ?? [], signal)),
    );
    if (!signal.aborted && back.filter(Boolean).length >= WORTH_A_SCAN) onNetworkBack();
  }

  /** Whether it is one of the miners that were last seen there. Another is left to the next scan. */
  async #identify(address: Address, seenThere: readonly { readonly id: string }[], signal: AbortSignal) {
    const { minerGateway, settings, onBack, onError } = this.#options;
    const timeoutMs = settings().network.miner_probe_timeout_ms;
    const identity = await minerGateway.identify({ address }, { signal, timeoutMs });
    if (signal.aborted || !identity.ok) return false;
    const { mac } = identity.value.info;
    if (!seenThere.some(({ id }) => id === mac) || mac === null) {
      for (const { id } of seenThere) this.#turns.isAnother(id);
      return false;
    }
    await onBack(mac).catch(onError);
    return true;
  }
}
