import type { StoredMiner } from '../store/store.ts';

type Located = Pick<StoredMiner, 'id' | 'ip' | 'last_ip'>;

const NONE: readonly string[] = [];

/**
 * Which miner answers at the last address of an offline one. Kept up to date with each change,
 * because the row of the offline one shows it.
 */
export class AddressHolders {
  readonly #known = new Map<string, Located>();
  readonly #onlineAt = new Map<string, string>();
  readonly #offlineAt = new Map<string, Set<string>>();

  /** The id of the miner at the last address of an offline one; null if there is none. */
  of({ ip, last_ip }: Pick<Located, 'ip' | 'last_ip'>): string | null {
    return ip !== null || last_ip === null ? null : (this.#onlineAt.get(last_ip) ?? null);
  }

  /** Returns the offline miners at whose last address this one is, or was until now. */
  note({ id, ip, last_ip }: Located): readonly string[] {
    const before = this.#known.get(id);
    if (before?.ip === ip && before.last_ip === last_ip) return this.#waitingAt(ip);
    const left = this.forget(id);
    this.#known.set(id, { id, ip, last_ip });
    if (ip !== null) {
      this.#onlineAt.set(ip, id);
      return [...left, ...this.#waitingAt(ip)];
    }
    if (last_ip !== null) this.#offlineAt.set(last_ip, (this.#offlineAt.get(last_ip) ?? new Set()).add(id));
    return left;
  }

  /** Returns the offline miners at whose last address it was. */
  forget(id: string): readonly string[] {
    const { ip = null, last_ip = null } = this.#known.get(id) ?? {};
    this.#known.delete(id);
    if (ip !== null) {
      if (this.#onlineAt.get(ip) === id) this.#onlineAt.delete(ip);
      return this.#waitingAt(ip);
    }
    const offline = last_ip === null ? undefined : this.#offlineAt.get(last_ip);
    offline?.delete(id);
    if (offline?.size === 0) this.#offlineAt.delete(last_ip ?? '');
    return NONE;
  }

  #waitingAt(ip: string | null): readonly string[] {
    const waiting = ip === null ? undefined : this.#offlineAt.get(ip);
    return waiting === undefined ? NONE : [...waiting];
  }
}
