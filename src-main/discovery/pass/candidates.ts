import { type Address, formatAddress, parseAddress } from '../../drivers/address.ts';
import type { Recognised } from '../../drivers/driver.ts';
import type { RecognisedAt } from './host-groups.ts';
import { checkPatiently, type Pass } from './pass-context.ts';

/**
 * A miner that was read within this time, and now accepts without answering, keeps its place while
 * its MAC answers elsewhere. Under load the firmware takes half a minute to answer.
 */
const BUSY_MINER_MS = 10 * 60_000;

/**
 * The addresses at which each MAC responded in one pass, and the one that is accepted.
 *
 * A miner at a new address is accepted as moved only at the end of the scan: if its old address
 * reports the same MAC too, that is a conflict, and the row does not change.
 */
export class Candidates {
  readonly #pass: Pass;
  readonly #made = new Map<string, RecognisedAt[]>();
  readonly #accepted: Set<string>;
  /** Miners that were just read at their known address, but found elsewhere by this scan. */
  readonly #left = new Set<string>();

  constructor(pass: Pass) {
    this.#pass = pass;
    this.#accepted = new Set(pass.justRead.values());
  }

  has(mac: string): boolean {
    return this.#made.has(mac);
  }

  /** Miners that responded to this scan itself. */
  answered(): Set<string> {
    return new Set(this.#made.keys());
  }

  /** Miners that responded, and those that were just read. */
  seen(): Set<string> {
    return new Set([...this.#made.keys(), ...this.#pass.justRead.values()]);
  }

  /** All addresses of each miner, by id. */
  metAt(): Map<string, string[]> {
    const stayed = [...this.#pass.justRead].filter(([, id]) => !this.#left.has(id));
    const metAt = new Map(stayed.map(([ip, id]) => [id, [ip]]));
    for (const [id, made] of this.#made) {
      metAt.set(id, [...(metAt.get(id) ?? []), ...made.map(({ address }) => formatAddress(address))]);
    }
    return metAt;
  }

  async add(mac: string, address: Address, recognised: Recognised): Promise<void> {
    const { plan, deps, justRead, tally } = this.#pass;
    const made = { address, recognised };
    deps.linkMonitor.reached(address.host);
    const earlier = this.#made.get(mac);
    const ip = formatAddress(address);
    const host = plan.siblings(ip);
    // The same address again, or another port of a host where the miner was already accepted: the
    // next scan probes both ports together.
    if (earlier?.some((one) => formatAddress(one.address) === ip || host.includes(one.address))) return;
    if (earlier === undefined) this.#made.set(mac, [made]);
    else earlier.push(made);
    const lastIp = deps.fleet.entry(mac)?.stored.last_ip ?? null;
    const isWhereItWas = lastIp === ip || host.some((one) => formatAddress(one) === lastIp);
    // A poll has just read it at its known address, and now it answers elsewhere: both addresses
    // are checked. It is counted again when it is accepted.
    if (!isWhereItWas && lastIp !== null && justRead.get(lastIp) === mac && !this.#left.has(mac)) {
      this.#left.add(mac);
      this.#accepted.delete(mac);
      tally.found -= 1;
    }
    if (!this.#accepted.has(mac) && (lastIp === null || isWhereItWas)) await this.#accept(mac, made);
  }

  /**
   * Adds a known miner that responds at the address of another, for example after two miners have
   * exchanged addresses. An unknown miner is left to the next scan.
   */
  async addFound(ip: string, recognised: Recognised): Promise<void> {
    const { mac } = recognised.info;
    if (mac !== null && this.#pass.deps.fleet.entry(mac) !== null)
      await this.add(mac, parseAddress(ip) as Address, recognised);
  }

  /**
   * Decides about miners that respond at a new address, including those that are found while the
   * old addresses of others are checked.
   */
  async acceptMoved(): Promise<void> {
    const undecided = () => [...this.#made].filter(([mac]) => !this.#accepted.has(mac));
    for (let moved = undecided(); moved.length > 0; moved = undecided()) {
      await this.#decide(moved);
      if (this.#pass.signal.aborted) return;
    }
  }

  async #decide(moved: readonly (readonly [string, readonly RecognisedAt[]])[]): Promise<void> {
    const taken = new Set(
      [...this.#made.values()].flatMap((made) => made.map(({ address }) => formatAddress(address))),
    );
    await Promise.all(moved.map(([mac, made]) => this.#move(mac, made, taken)));
  }

  /**
   * Accepts a miner as moved, unless it responds at its known address too when given more time: a
   * slow miner must not lose its place and its credential to another host that reports its MAC. The
   * known address is checked even if the scan does not cover it. The miner keeps its place until
   * the next scan if that address could not be tried, or if the miner was read recently and now
   * accepts there without answering.
   */
  async #move(mac: string, made: readonly RecognisedAt[], taken: ReadonlySet<string>): Promise<void> {
    const { deps, probes, signal } = this.#pass;
    if (this.#isHeld(mac, made)) return this.#hold(mac);
    const ip = deps.fleet.entry(mac)?.stored.ip ?? null;
    if (ip !== null && !taken.has(ip)) {
      const probed = await probes.run(() => checkPatiently(this.#pass, ip));
      if (signal.aborted) return;
      if (probed.kind === 'not_tried' || probed.kind === 'no_route') return this.#hold(mac);
      if (probed.kind === 'silent_host' && this.#wasReadLately(mac)) return this.#hold(mac);
      if (probed.kind === 'miner') await this.addFound(ip, probed.recognised);
      if (this.#accepted.has(mac)) return;
    }
    await this.#accept(mac, made[0] as RecognisedAt);
  }

  /**
   * Whether a known conflict remains: all addresses found now have reported its MAC before, and the
   * miner's own address is not part of this scan.
   */
  #isHeld(mac: string, made: readonly RecognisedAt[]): boolean {
    const { plan, deps } = this.#pass;
    const entry = deps.fleet.entry(mac);
    if (entry === null || entry.stored.ip === null || plan.covers(entry.stored.ip)) return false;
    return made.every(({ address }) => entry.conflictIps.includes(formatAddress(address)));
  }

  /** If so, its silence may be that of a busy miner, and not of another host at its old address. */
  #wasReadLately(mac: string): boolean {
    const { fleet, clock } = this.#pass.deps;
    const readAt = fleet.entry(mac)?.poll.lastSuccessAt ?? null;
    return readAt !== null && clock.nowMs() - readAt < BUSY_MINER_MS;
  }

  #hold(mac: string): void {
    this.#accepted.add(mac);
    this.#pass.tally.found += 1;
  }

  /** Accepts the miner at this address. */
  async #accept(mac: string, { address, recognised }: RecognisedAt): Promise<void> {
    const { deps, tally } = this.#pass;
    this.#accepted.add(mac);
    const seen = deps.fleet.upsertSeen(mac, formatAddress(address), recognised);
    tally.found += 1;
    if (seen.isNew) {
      tally.isNew += 1;
      deps.onEvent({ kind: 'new', id: mac });
    } else if (seen.isBack) {
      tally.back += 1;
      deps.onEvent({ kind: 'back', id: mac });
    }
    if (seen.movedFrom !== null) {
      tally.moved += 1;
      deps.onEvent({ kind: 'moved', id: mac, from: seen.movedFrom });
    }
    await deps.provision(mac, address).catch(deps.onError);
  }
}
