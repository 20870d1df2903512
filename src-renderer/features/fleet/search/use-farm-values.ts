import { useMemo } from 'react';
import { type FarmValues, farmValues, NO_VALUES } from '../../../../src-shared/query/index.ts';
import { useMomentAt } from '../../../api/use-moment.ts';
import { useLive, usePowerHive } from '../../../api/use-powerhive.ts';
import { useTurnOfTime } from '../../../ui/use-now.ts';

const COUNT_AGAIN_MS = 10_000;

/**
 * The values in the farm for each field, while they are needed. Counted every ten seconds, not at
 * each key.
 */
export function useFarmValues(wanted: boolean): FarmValues {
  const { live } = usePowerHive();
  const fill = useLive((view) => view.fill);
  const turn = useTurnOfTime(wanted ? COUNT_AGAIN_MS : null);
  const moment = useMomentAt(turn * COUNT_AGAIN_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the turn stands for the moment, and for what the live state holds
  return useMemo(
    () => (wanted ? farmValues(live.state.miners.array, live.state.models.array, moment) : NO_VALUES),
    [wanted, live, fill, turn],
  );
}
