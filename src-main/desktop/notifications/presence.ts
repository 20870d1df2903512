import { minerName } from '../../../src-shared/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';

/** A miner went offline, or came back. */
export interface PresenceChange {
  readonly kind: 'offline' | 'back';
  readonly id: string;
  readonly name: string;
  /** Where it is or was last, as an address with a port where that is not 80; null if unknown. */
  readonly ip: string | null;
  readonly managed: boolean;
  /** It answered at least once since this program started: its absence is news. */
  readonly seenOnline: boolean;
  /** When it last answered; null = never. */
  readonly lastSeenAt: number | null;
  /** For one that is back: since when it was offline. */
  readonly offlineSinceAt: number | null;
}

interface Known {
  readonly online: boolean;
  readonly ip: string | null;
  readonly offlineSinceAt: number | null;
}

/**
 * Detects from the rows of the live stream which miners went and which came. A row of a miner that
 * was not known before is no change.
 */
export class Presence {
  readonly #known = new Map<string, Known>();
  readonly #startedAt: number;

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  update(rows: readonly Miner[]): PresenceChange[] {
    const changes: PresenceChange[] = [];
    for (const row of rows) {
      const before = this.#known.get(row.id);
      const ip = row.ip ?? row.last_ip ?? before?.ip ?? null;
      this.#known.set(row.id, { online: row.online, ip, offlineSinceAt: row.offline_since_at });
      if (before === undefined || before.online === row.online) continue;
      changes.push({
        kind: row.online ? 'back' : 'offline',
        id: row.id,
        name: minerName(row),
        ip,
        managed: row.managed,
        seenOnline: row.last_seen_at !== null && row.last_seen_at >= this.#startedAt,
        lastSeenAt: row.last_seen_at,
        offlineSinceAt: before.offlineSinceAt,
      });
    }
    return changes;
  }

  /** A removed miner counts as new when it is seen again. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.#known.delete(id);
  }
}
