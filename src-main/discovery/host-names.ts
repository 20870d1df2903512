import { lookup } from 'node:dns/promises';
import type { Clock } from '../runtime/clock.ts';
import { orAborted } from '../runtime/on-abort.ts';
import { Semaphore } from '../runtime/semaphore.ts';
import { withTimeout } from '../runtime/with-timeout.ts';

/** The host name has only IPv6 addresses. */
class NoIpv4Error extends Error {}

/** The name server did not answer in time. */
class SlowLookupError extends Error {}

/** Looks up the IPv4 address of a host name. Throws a `NoIpv4Error` if it has only others. */
export async function addressOf(host: string, find = lookup): Promise<string> {
  try {
    return (await find(host, { family: 4 })).address;
  } catch (error) {
    // Without an answer from a name server, a second lookup would take as long as the first.
    if ((error as NodeJS.ErrnoException).code === 'EAI_AGAIN') throw error;
    const other = await find(host, { family: 6 }).catch(() => null);
    throw other === null ? error : new NoIpv4Error(host);
  }
}

/** The reason why a host name could not be looked up, to be written after the name. */
export function lookupFailureWords(error: unknown): string {
  if (error instanceof NoIpv4Error) return "has an IPv6 address only, which isn't supported. Use its IPv4 address";
  const isUnanswered = error instanceof SlowLookupError || (error as NodeJS.ErrnoException).code === 'EAI_AGAIN';
  return isUnanswered ? 'cannot be looked up: the name server does not answer' : 'not found';
}

/** Timeout of a lookup for a scan. A later result is used by the next scan. */
const LOOKUP_MS = 2000;
/** Each lookup occupies one of the four threads of Node's pool. */
const LOOKUPS_AT_ONCE = 2;

/** Resolves host names for each scan, with a timeout in case the name server does not answer. */
export class HostNames {
  readonly #clock: Clock;
  readonly #find: (host: string) => Promise<string>;
  readonly #turns = new Semaphore(LOOKUPS_AT_ONCE);
  readonly #underWay = new Map<string, Promise<string>>();
  /** The last known address by name in lower case. */
  readonly #found = new Map<string, string>();

  constructor(clock: Clock, find: (host: string) => Promise<string> = addressOf) {
    this.#clock = clock;
    this.#find = find;
  }

  /** The address of a name when it was last found. */
  lastFound(host: string): string | null {
    return this.#found.get(host.toLowerCase()) ?? null;
  }

  /**
   * The address of a host; the last known one if no name server answers. Rejects if there is none,
   * if the name is unknown, or with the reason of the signal.
   */
  async addressOf(host: string, signal: AbortSignal): Promise<string> {
    const name = host.toLowerCase();
    try {
      const lookedUp = withTimeout(this.#lookUp(name), LOOKUP_MS, this.#clock, name);
      return await orAborted(lookedUp, signal);
    } catch (error) {
      signal.throwIfAborted();
      const isUnanswered = this.#underWay.has(name) || (error as NodeJS.ErrnoException).code === 'EAI_AGAIN';
      const before = this.lastFound(name);
      if (isUnanswered && before !== null) return before;
      throw this.#underWay.has(name) ? new SlowLookupError(name) : error;
    }
  }

  #lookUp(name: string): Promise<string> {
    const before = this.#underWay.get(name);
    if (before !== undefined) return before;
    const lookedUp = this.#turns
      .run(() => this.#find(name))
      .then((address) => {
        this.#found.set(name, address);
        return address;
      })
      .finally(() => this.#underWay.delete(name));
    lookedUp.catch(() => undefined);
    this.#underWay.set(name, lookedUp);
    return lookedUp;
  }
}
