import { useMemo } from 'react';
import { type Moment, momentOf } from '../../src-shared/miner-now.ts';
import { useNowInTurn } from '../ui/use-now.ts';
import { useSettings } from './use-settings.ts';

const DEFAULT_STATUS_SECONDS = 15;

/** Now, and from what age on a reading is old under the present settings. New each second. */
export function useMoment(): Moment {
  const nowMs = useNowInTurn();
  const statusSeconds = useSettings().data?.intervals.status_seconds ?? DEFAULT_STATUS_SECONDS;
  return useMemo(() => momentOf(nowMs, statusSeconds), [nowMs, statusSeconds]);
}
