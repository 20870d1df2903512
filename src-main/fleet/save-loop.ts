import { MINUTE_MS, SECOND_MS } from '../../src-shared/milliseconds.ts';
import type { Clock } from '../runtime/clock.ts';
import { Loop } from '../runtime/loop.ts';
import type { Fleet } from './fleet.ts';

/** New facts about miners are on disk after this time. */
const SAVED_WITHIN_MS = MINUTE_MS;
const CHECK_EVERY_MS = 10 * SECOND_MS;

/**
 * Writes new facts about miners if nothing else has done so recently. Each scan does, but scans may
 * be rare, paused or failing, and a power cut would lose what was read since.
 */
export function createSaveLoop(
  fleet: Pick<Fleet, 'save' | 'savedMs'>,
  clock: Clock,
  onError: (error: unknown) => void,
): Loop {
  return new Loop({
    name: 'save',
    intervalMs: () => CHECK_EVERY_MS,
    clock,
    onError,
    run: async () => {
      if (clock.monotonicMs() - fleet.savedMs >= SAVED_WITHIN_MS) await fleet.save();
      return {};
    },
  });
}
