import { lookup } from 'node:dns/promises';
import type { Clock } from '../runtime/clock.ts';
import { orAborted } from '../runtime/on-abort.ts';
import { Semaphore } from '../runtime/semaphore.ts';
import { withTimeout } from '../runtime/with-timeout.ts';

/** A host name stands for IPv6 addresses alone. */
class NoIpv4Error extends Error {}

/** The name server has not answered in time. */
class SlowLookupError extends Error {}

/** The IPv4 address that the system finds for a host name. Throws a `NoIpv4Error` if it has others only. */
export async function addressOf(host: string, find = lookup): Promise<string> {
  try {
    return (await find(host, { family: 4 })).address;
  } catch (error) {
    // Where no name server answers, a second question takes as long as the first.
    if ((error as NodeJS.ErrnoException).code === 'EAI_AGAIN') throw error;
    const other = await find(host, { family: 6 }).catch(() => null);
    throw other === null ? error : new NoIpv4Error(host);
  }
}

/** What is wrong with a host name that could not be looked up, behind its name. */
export function lookupFailureWords(error: unknown): string {
  if (error instanceof NoIpv4Error) return "has an IPv6 address only, which isn't supported. Use its IPv4 address";
  const isUnanswered = error instanceof SlowLookupError || (error as NodeJS.ErrnoException).code === 'EAI_AGAIN';
  return isUnanswered ? 'cannot be looked up: the name server does not answer' : 'not found';
}

/** A scan waits so long for names; what is found later serves the next one. */
const LOOKUP_MS = 2000;
/** Each takes a thread of Node's pool, of which there are four, for as long as it lasts. */
const LOOKUPS_AT_ONCE = 2;

/** What host names stand for: looked up for each scan, which a dead name server holds up for a moment only. */
export class HostNames {
  readonly #clock: Clock;
  readonly #find: (host: string) => Promise<string>;
  readonly #turns = new Semaphore(LOOKUPS_AT_ONCE);
  readonly #underWay = new Map<string, Promise<string>>();
  /** By the name in small letters, as it was found last. */
  readonly #found = new Map<string, string>();

  constructor(clock: Clock, find: (host: string) => Promise<string> = addressOf) {
    this.#clock = clock;
    this.#find = find;
  }

  /** The address that a name stood for when it was last found. */
  lastFound(host: string): string | null {
    return this.#found.get(host.toLowerCase()) ?? null;
  }

  /**
   * The address of a host. Where no name server answers, that of the last time; rejects where there
   * is none, where the name is unknown, or with the reason of the signal.
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
