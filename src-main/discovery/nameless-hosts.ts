import type { Fleet } from '../fleet/fleet.ts';
import type { PassEvent } from './pass.ts';

/**
 * The addresses of miners that report no MAC, or a different one each time. Every scan meets them
 * again, and they are reported once.
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

  /** A miner was accepted there: what is wrong with the address from now on is news again. */
  end(id: string, ip: string): void {
    this.#reported.no_mac.delete(ip);
    const stored = this.#fleet.entry(id)?.stored;
    // One that was never seen before may be the next of those that are invented.
    if (stored !== undefined && stored.first_seen_at < (stored.last_seen_at ?? 0)) this.#reported.shifting.delete(ip);
  }
}
