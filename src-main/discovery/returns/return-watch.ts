import { type Address, formatAddress, parseAddress } from '../../drivers/address.ts';
import { Loop, type LoopRun } from '../../runtime/loop.ts';
import { Semaphore } from '../../runtime/semaphore.ts';
import { TaskGroup } from '../../runtime/task-group.ts';
import { type Interfaces, readAttachedNetworks } from '../attached-networks.ts';
import { isTargeted, parseTargets } from '../parse-targets.ts';
import { DoubtedNetworks, type DoubtedNetworksOptions } from './doubted-networks.ts';
import { identifyMiners } from './identify-miners.ts';
import { ReturnBackoff } from './return-backoff.ts';

export interface ReturnWatchOptions extends DoubtedNetworksOptions {
  readonly interfaces: Interfaces;
  /** Aborts when discovery is paused: the current round ends and sends nothing more. */
  readonly pausing: () => AbortSignal;
  /** An offline miner has identified itself at its last address. Up to eight calls run at once. */
  readonly onBack: (id: string) => Promise<unknown>;
  /** Many miners or a network are back, so that a whole scan is worth its time now. */
  readonly onNetworkBack: () => void;
  readonly onError: (error: unknown) => void;
}

const INTERVAL_MS = 5000;
/** Maximum number of addresses in one round: a farm without power takes several rounds. */
const MOST_AT_ONCE = 256;
/** If at least this many miners are back at once, a scan is brought forward to check them. */
const WORTH_A_SCAN = 8;
/** Fewer are checked singly, each with a pass and an unlock: so many in parallel. */
const SINGLE_CHECKS_AT_ONCE = 8;

/**
 * Finds, between scans, offline miners that respond where they were last seen, and networks that
 * respond again after they could not be reached. It dials only addresses of known miners within the
 * configured networks, less often each time.
 */
export class ReturnWatch {
  readonly loop: Loop;
  readonly #options: ReturnWatchOptions;
  readonly #turns = new ReturnBackoff();
  readonly #networks: DoubtedNetworks;
  /** The round does not wait for these checks, because a miner may be slow to answer. */
  readonly #checks: TaskGroup;
  readonly #checkRoom = new Semaphore(SINGLE_CHECKS_AT_ONCE);
  readonly #checking = new Set<string>();
  #attached: string;

  constructor(options: ReturnWatchOptions) {
    this.#options = options;
    this.#networks = new DoubtedNetworks(options);
    this.#checks = new TaskGroup(options.onError);
    this.#attached = this.#readAttached();
    this.loop = new Loop({
      name: 'returns',
      intervalMs: () => INTERVAL_MS,
      run: (signal) => this.#run(AbortSignal.any([signal, options.pausing()])),
      onError: options.onError,
      clock: options.clock,
    });
  }

  /** Ends the current round, and waits for the checks, which the caller has to abort. */
  async stop(): Promise<void> {
    await this.loop.stop();
    await this.#checks.idle();
  }

  async #run(signal: AbortSignal): Promise<LoopRun> {
    const attached = this.#readAttached();
    if (attached !== this.#attached) {
      this.#attached = attached;
      this.#networks.soon();
      this.#turns.soon();
    }
    const isBack = await this.#networks.isBack(signal);
    if (signal.aborted) return {};
    if (isBack) this.#options.onNetworkBack();
    await this.#tryOffline(signal);
    return {};
  }

  #readAttached(): string {
    return readAttachedNetworks(this.#options.interfaces)
      .map(({ cidr }) => cidr)
      .sort()
      .join();
  }

  /** Dials the offline miners whose turn it is, where each was last seen. */
  async #tryOffline(signal: AbortSignal): Promise<void> {
    const { clock, onNetworkBack } = this.#options;
    const byIp = this.#due();
    if (byIp.size === 0) return;
    const addresses = [...byIp.values()].map(([first]) => (first as { address: Address }).address);
    const answers = await identifyMiners(addresses, this.#options, signal);
    if (signal.aborted) return;
    const back: string[] = [];
    for (const { address, mac } of answers) {
      const seenThere = byIp.get(formatAddress(address)) ?? [];
      if (mac !== null && seenThere.some(({ id }) => id === mac)) back.push(mac);
      // Any other miner is left to the next scan.
      else for (const { id } of seenThere) this.#turns.isAnother(id);
    }
    if (back.length < WORTH_A_SCAN) {
      for (const id of back) this.#check(id, signal);
      return;
    }
    for (const id of back) this.#turns.isLeftToScan(id, clock.monotonicMs());
    onNetworkBack();
  }

  /** The miners whose turn it is, by the address at which each was last seen. */
  #due(): Map<string, { readonly id: string; readonly address: Address }[]> {
    const { clock, fleet, settings, resolvedHost } = this.#options;
    const { subnets, port } = settings().network;
    const targets = parseTargets(subnets, port);
    const taken = new Set<string>();
    const offline: { readonly id: string; readonly address: Address }[] = [];
    for (const { stored } of fleet.entries()) {
      if (stored.ip !== null) taken.add(stored.ip);
      const address = stored.ip !== null || stored.last_ip === null ? null : parseAddress(stored.last_ip);
      if (address !== null && isTargeted(address, targets, resolvedHost)) offline.push({ id: stored.id, address });
    }
    const free = offline.filter(({ address }) => !taken.has(formatAddress(address)));
    const ids = free.map(({ id }) => id);
    const due = new Set(this.#turns.take(ids, clock.monotonicMs(), MOST_AT_ONCE));
    return Map.groupBy(
      free.filter(({ id }) => due.has(id) && !this.#checking.has(id)),
      ({ address }) => formatAddress(address),
    );
  }

  #check(id: string, signal: AbortSignal): void {
    this.#checking.add(id);
    const check = async (): Promise<void> => {
      if (!signal.aborted) await this.#options.onBack(id);
    };
    this.#checks.run(() => this.#checkRoom.run(check).finally(() => this.#checking.delete(id)));
  }
}
