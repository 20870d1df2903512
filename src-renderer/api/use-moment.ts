import { useMemo } from 'react';
import { type Moment, momentOf } from '../../src-shared/miner-now.ts';
import { useNowInTurn } from '../ui/use-now.ts';
import { useConnectionState } from './use-powerhive.ts';
import { useFarmSettings } from './use-settings.ts';

const DEFAULT_STATUS_SECONDS = 15;

/**
 * Now, and from what age on a reading is old under the present settings. New each second. While the
 * connection is lost it stays at the moment of the loss: nothing is known since then, so that no
 * reading may grow old and no miner may seem to need attention.
 */
export function useMoment(): Moment {
  return useMomentAt(useNowInTurn());
}

/** The same for whoever has the second already. */
export function useMomentAt(tickMs: number): Moment {
  const connection = useConnectionState();
  const nowMs = connection.phase === 'lost' ? Math.min(tickMs, connection.sinceAt) : tickMs;
  const statusSeconds = useFarmSettings()?.status_seconds ?? DEFAULT_STATUS_SECONDS;
  return useMemo(() => momentOf(nowMs, statusSeconds), [nowMs, statusSeconds]);
}
