import type { buildConnector, Client } from 'undici';

/** The parts of undici that are used for connections to miners. */
interface Undici {
  readonly Client: typeof Client;
  readonly buildConnector: typeof buildConnector;
}

let loaded: Undici | null = null;

/**
 * Loads undici, the largest package of all, only when it is used: the main thread, for example,
 * only reads the traits of drivers. To be called before the deadline of a request starts.
 */
export async function loadUndici(): Promise<void> {
  loaded ??= await import('undici');
}

/** undici. Throws if it is not loaded yet. */
export function undici(): Undici {
  if (loaded === null) throw new Error('undici is used before loadUndici() has ended');
  return loaded;
}
