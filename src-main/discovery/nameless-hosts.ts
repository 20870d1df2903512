import type { Fleet } from '../fleet/fleet.ts';
import type { PassEvent } from './pass/pass-context.ts';

/**
 * Addresses of miners that report no MAC, or a different one each time. Every scan finds them
 * again, but they are reported only once.
 */
export class NamelessHosts {
  readonly #fleet: Pick<Fleet, 'entry'>;
  readonly #reported = { no_mac: new Set<string>(), shifting: new Set<string>() };

  constructor(fleet: Pick<Fleet, 'entry'>) {
    this.#fleet = fleet;
  }

  /** Whether an event of a scan is news. */
  isNews(event: PassEvent): boolean {
    if (!('ip' in event)) return true;
    const reported = this.#reported[event.kind];
    if (reported.has(event.ip)) return false;
    reported.add(event.ip);
    return true;
  }

  /** A miner was accepted at this address: a later fault there is reported again. */
  end(id: string, ip: string): void {
    this.#reported.no_mac.delete(ip);
    const stored = this.#fleet.entry(id)?.stored;
    // A miner that was never seen before may have an invented MAC too.
    if (stored !== undefined && stored.first_seen_at < (stored.last_seen_at ?? 0)) this.#reported.shifting.delete(ip);
  }
}
