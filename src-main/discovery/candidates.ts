import { type Address, formatAddress, parseAddress } from '../drivers/address.ts';
import type { Recognised } from '../drivers/driver.ts';
import type { RecognisedAt } from './host-groups.ts';
import { checkPatiently, type Pass } from './pass.ts';

/**
 * For so long a miner that accepts and does not answer keeps its place while its MAC answers
 * elsewhere. Under load the firmware takes half a minute to answer.
 */
const BUSY_MINER_MS = 10 * 60_000;

/**
 * At which addresses each MAC responded in one pass, and at which of them the miner is taken to be.
 *
 * A miner seen elsewhere than before is taken as moved only when the scan is through: if its old
 * address claims the same MAC too, that is a conflict, and the row keeps still.
 */
export class Candidates {
  readonly #pass: Pass;
  readonly #made = new Map<string, RecognisedAt[]>();
  readonly #accepted: Set<string>;
  /** Just read at their known address, and met elsewhere by this scan. */
  readonly #left = new Set<string>();

  constructor(pass: Pass) {
    this.#pass = pass;
    this.#accepted = new Set(pass.justRead.values());
  }

  has(mac: string): boolean {
    return this.#made.has(mac);
  }

  /** Those that responded to this scan itself. */
  answered(): Set<string> {
    return new Set(this.#made.keys());
  }

  /** All that responded, and those that were just read. */
  seen(): Set<string> {
    return new Set([...this.#made.keys(), ...this.#pass.justRead.values()]);
  }

  /** The addresses of each of them. */
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
    // The same once more, or another port of a host where it was accepted already: the next scan
    // probes both together.
    if (earlier?.some((one) => formatAddress(one.address) === ip || host.includes(one.address))) return;
    if (earlier === undefined) this.#made.set(mac, [made]);
    else earlier.push(made);
    const lastIp = deps.fleet.entry(mac)?.stored.last_ip ?? null;
    const isWhereItWas = lastIp === ip || host.some((one) => formatAddress(one) === lastIp);
    // A poll read it there a moment ago, and now it answers elsewhere: both addresses are checked. It
    // is counted once more when it is accepted.
    if (!isWhereItWas && lastIp !== null && justRead.get(lastIp) === mac && !this.#left.has(mac)) {
      this.#left.add(mac);
      this.#accepted.delete(mac);
      tally.found -= 1;
    }
    if (!this.#accepted.has(mac) && (lastIp === null || isWhereItWas)) await this.#accept(mac, made);
  }

  /**
   * A known miner responds at the address of another that was checked once more: where addresses are
   * exchanged, that is where it has gone. An unknown one is left to the next scan.
   */
  async addFound(ip: string, recognised: Recognised): Promise<void> {
    const { mac } = recognised.info;
    if (mac !== null && this.#pass.deps.fleet.entry(mac) !== null)
      await this.add(mac, parseAddress(ip) as Address, recognised);
  }

  /**
   * Decides about those that respond elsewhere than before, also about those that are met where one
   * of them was.
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
   * Takes a miner that responds elsewhere as moved, unless it responds at its known address too
   * when given more time: a slow miner must not lose its place, and its credential, to another host
   * that reports its MAC. Its address is checked also where the scan does not cover it. Where that
   * address could not be tried, or a miner that was read lately accepts there without an answer, it
   * keeps its place until the next scan.
   */
  async #move(mac: string, made: readonly RecognisedAt[], taken: ReadonlySet<string>): Promise<void> {
    const { deps, probes, signal } = this.#pass;
    if (this.#isHeld(mac, made)) return this.#hold(mac);
    const ip = deps.fleet.entry(mac)?.stored.ip ?? null;
    if (ip !== null && !taken.has(ip)) {
      const answer = await probes.run(() => checkPatiently(this.#pass, ip));
      if (signal.aborted) return;
      if (answer.kind === 'not_tried' || answer.kind === 'no_route') return this.#hold(mac);
      if (answer.kind === 'silent_host' && this.#wasReadLately(mac)) return this.#hold(mac);
      if (answer.kind === 'miner') await this.addFound(ip, answer.recognised);
      if (this.#accepted.has(mac)) return;
    }
    await this.#accept(mac, made[0] as RecognisedAt);
  }

  /**
   * True only where another address is known to claim its MAC too, while its own was not part of
   * this scan: the conflict stands.
   */
  #isHeld(mac: string, made: readonly RecognisedAt[]): boolean {
    const { plan, deps } = this.#pass;
    const entry = deps.fleet.entry(mac);
    if (entry === null || entry.stored.ip === null || plan.covers(entry.stored.ip)) return false;
    return made.every(({ address }) => entry.conflictIps.includes(formatAddress(address)));
  }

  /** Its silence may be that of a busy miner, and not of another host at its old address. */
  #wasReadLately(mac: string): boolean {
    const { fleet, clock } = this.#pass.deps;
    const readAt = fleet.entry(mac)?.poll.lastSuccessAt ?? null;
    return readAt !== null && clock.nowMs() - readAt < BUSY_MINER_MS;
  }

  #hold(mac: string): void {
    this.#accepted.add(mac);
    this.#pass.tally.found += 1;
  }

  /** Takes the miner as being at this address. */
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
