import type { OpenDestination } from '../outgoing-task.ts';

/**
 * Beyond the time to the next sample, a connection that nothing is sent over is kept for so long.
 */
const IDLE_MS = 300_000;

interface Connected {
  readonly connection: { readonly isBroken: boolean; cut(): void; close(): Promise<void> };
}

/**
 * The connections that are kept from step to step, by destination. One of a destination that was
 * removed or switched off is used no more: it is cut, and its login is forgotten.
 */
export class SessionPool<T extends Connected> {
  readonly #open: (destination: OpenDestination, signal: AbortSignal) => Promise<T>;
  /** With the server and the login that each was opened for. */
  readonly #kept = new Map<string, { readonly of: string; readonly session: T; idle: NodeJS.Timeout | null }>();

  constructor(open: (destination: OpenDestination, signal: AbortSignal) => Promise<T>) {
    this.#open = open;
  }

  /**
   * The one at hand, or a new one where the server or the login is another; until `release` it is
   * in use.
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
    // Its server may be silently gone: nothing waits for that.
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
