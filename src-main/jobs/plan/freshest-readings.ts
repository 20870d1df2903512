import type { Clock } from '../../runtime/clock.ts';
import { type KnownMiner, type Observed, observed } from '../goal/known-miner.ts';
import type { KnownFarm } from '../job-dependencies.ts';

/** A reading by a job replaces the latest status for at most this time. */
const FRESH_MS = 60_000;

/**
 * The farm, with the latest readings by jobs. Right after a job the latest status of a miner is
 * older than its readings, and an undo would be planned on an outdated state.
 */
export class FreshestReadings implements KnownFarm {
  readonly #farm: KnownFarm;
  readonly #clock: Clock;
  readonly #seen = new Map<string, { readonly at: number; readonly readMs: number; readonly now: Observed }>();

  constructor(farm: KnownFarm, clock: Clock) {
    this.#farm = farm;
    this.#clock = clock;
  }

  note(id: string, now: Observed): void {
    this.#seen.set(id, { at: this.#clock.nowMs(), readMs: this.#clock.monotonicMs(), now });
  }

  miner(id: string): KnownMiner | null {
    const miner = this.#farm.miner(id);
    const seen = this.#seen.get(id);
    if (miner === null || seen === undefined) return miner;
    if ((miner.now_at ?? 0) >= seen.at || this.#clock.monotonicMs() - seen.readMs > FRESH_MS) {
      this.#seen.delete(id);
      return miner;
    }
    return { ...miner, now: over(miner.now ?? observed({}), seen.now), now_at: seen.at };
  }
}

/** The known state with the values of the reading; values that were not read stay. */
function over(known: Observed, read: Observed): Observed {
  const { stored: _, presets: __, restart_required: ___, reboot_required: ____, ...shown } = read;
  const present = Object.entries(shown).filter(([, value]) => value !== null);
  return { ...known, ...Object.fromEntries(present) };
}
