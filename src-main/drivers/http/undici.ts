import type { buildConnector, Client } from 'undici';

/** What of undici the connections to miners are made of. */
interface Undici {
  readonly Client: typeof Client;
  readonly buildConnector: typeof buildConnector;
}

let loaded: Undici | null = null;

/**
 * Loads undici. Whoever only needs to know the drivers, as the main thread does, never pays for it:
 * it is the largest package of all. To be called before the deadline of a request begins.
 */
export async function loadUndici(): Promise<void> {
  loaded ??= await import('undici');
}

/** Undici, once it has been loaded; an error before. */
export function undici(): Undici {
  if (loaded === null) throw new Error('undici is used before loadUndici() has ended');
  return loaded;
}
