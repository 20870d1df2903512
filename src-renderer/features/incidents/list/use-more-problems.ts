import { useMemo } from 'react';
import { useFarmNow } from '../../../api/use-farm-now.ts';
import { useLive } from '../../../api/use-powerhive.ts';
import { useResolvedByHand } from '../../../api/use-resolved-by-hand.ts';
import { useWithoutSilent } from '../../../api/use-without-silent.ts';
import { groupByProblem } from '../../../miner-view/group-by-problem.ts';
import { byReason, unlistedMiners } from './unlisted-miners.ts';

/**
 * How many lines "Needs you" has beside the open incidents: problems that are none yet, or of which no rule is. With
 * them, the counts of all screens are those of its list.
 */
export function useMoreProblems(): number {
  const { miners, moment } = useFarmNow();
  const incidents = useLive((view) => view.incidents);
  const heard = useWithoutSilent(moment);
  const unlisted = useMemo(() => unlistedMiners(miners, incidents), [miners, incidents]);
  const resolved = useResolvedByHand(unlisted);
  return useMemo(() => groupByProblem(byReason(unlisted, heard, resolved).heard).length, [unlisted, heard, resolved]);
}
