import {
  DestinationLoop,
  type DestinationLoopParts,
  SAFE_MS,
} from '../../../src-main/destinations/destination-loop.ts';
import { BACKOFF } from '../../../src-main/destinations/retry.ts';
import type { StoredDestination } from '../../../src-main/store/destination-records.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { NewEvent } from '../../../src-shared/model/index.ts';
import type { ManualClock } from '../../fixtures/manual-clock.ts';

/** Sends from `at` on by `parts.step`; where nothing else is given, progress is kept and an error thrown. */
export function startLoop(
  clock: ManualClock,
  at: number,
  parts: Pick<DestinationLoopParts, 'step'> & Partial<DestinationLoopParts>,
) {
  const stored: StoredDestination = {
    id: '01890a5d-ac96-774b-bcce-b302099a8058',
    kind: 'remote_write',
    name: 'VM',
    url: 'http://127.0.0.1:8428/api/v1/write',
    enabled: true,
    user: null,
    secret_sealed: null,
    sample_seconds: 60,
    since_at: at,
    max_kbytes_per_s: 64,
    created_at: at,
    position: { at, to: null, after_key: 0, fill_id: 0, safe: null },
    sent: 0,
    refused: 0,
    last_success_at: null,
    last_error: null,
  };
  const events: NewEvent[] = [];
  const loop = new DestinationLoop(stored, {
    clock,
    backoff: BACKOFF,
    safeMs: SAFE_MS,
    keep: async () => undefined,
    open: (one) => ({ ...one, secret: null }) as never,
    oldestUnwrittenAt: () => null,
    watchingSinceAt: () => null,
    statusMs: () => 15_000,
    publish: (event) => events.push(event),
    onError: (error) => {
      throw error;
    },
    ...parts,
  });
  loop.start();
  const stop = async (): Promise<void> => {
    const stopped = loop.stop();
    await clock.advance(MINUTE_MS);
    await stopped;
  };
  return { loop, events, stop };
}
