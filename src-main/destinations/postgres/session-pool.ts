import type { OpenDestination } from '../outgoing-task.ts';

/** An unused connection is kept for one sample interval and this time. */
const IDLE_MS = 300_000;

interface Connected {
  readonly connection: { readonly isBroken: boolean; cut(): void; close(): Promise<void> };
}

/**
 * The sessions that are kept from step to step, one a destination. When a destination is removed,
 * changed or switched off, its connection is cut and its login is forgotten.
 */
export class SessionPool<T extends Connected> {
  readonly #open: (destination: OpenDestination, signal: AbortSignal) => Promise<T>;
  /** `of`: the server and the login that the session was opened for. */
  readonly #kept = new Map<string, { readonly of: string; readonly session: T; idle: NodeJS.Timeout | null }>();

  constructor(open: (destination: OpenDestination, signal: AbortSignal) => Promise<T>) {
    this.#open = open;
  }

  /**
   * The kept session, or a new one if the server or the login has changed. It does not expire
   * before `release` is called.
   */
  async use(destination: OpenDestination, signal: AbortSignal): Promise<T> {
    const { id, url, user, secret } = destination;
    const of = JSON.stringify([url, user, secret]);
    const known = this.#kept.get(id);
    if (known !== undefined && known.of === of && !known.session.connection.isBroken) {
      clearTimeout(known.idle ?? undefined);
      known.idle = null;
      return known.session;
    }
    // Not closed with a wait: the server may no longer respond.
    this.drop(id);
    const session = await this.#open(destination, signal);
    this.#kept.set(id, { of, session, idle: null });
    return session;
  }

  release({ id, sample_seconds }: OpenDestination): void {
    const known = this.#kept.get(id);
    if (known === undefined) return;
    clearTimeout(known.idle ?? undefined);
    known.idle = setTimeout(() => this.drop(id), sample_seconds * 1000 + IDLE_MS).unref();
  }

  drop(id: string): void {
    const known = this.#kept.get(id);
    if (known === undefined) return;
    clearTimeout(known.idle ?? undefined);
    this.#kept.delete(id);
    known.session.connection.cut();
  }

  async close(): Promise<void> {
    const all = [...this.#kept.values()];
    this.#kept.clear();
    for (const { idle } of all) clearTimeout(idle ?? undefined);
    await Promise.all(all.map(({ session }) => session.connection.close()));
  }
}
