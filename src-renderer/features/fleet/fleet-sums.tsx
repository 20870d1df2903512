import { useMemo } from 'react';
import { farmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { lostHs } from '../../../src-shared/miner/lost-hashrate.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { formatHashrate, quantityText } from '../../../src-shared/units.ts';
import { useMomentAt } from '../../api/use-moment.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { powerCountText } from '../../miner-view/power-count-texts.ts';
import { useNowInTurn } from '../../ui/use-now.ts';
import classes from './fleet-sums.module.css';
import { fleetTexts } from './fleet-texts.ts';
import { sumsText } from './sums-text.ts';

/** Totals of the given miners, found or selected, in one line. */
export function FleetSums({ ids }: { ids: readonly string[] }) {
  const { live } = usePowerHive();
  const moment = useMomentAt(useNowInTurn());
  const [totals, lost] = useMemo(() => {
    const miners = ids.flatMap((id) => live.state.miners.get(id) ?? []);
    return [farmTotals(miners, moment), lostSum(miners, moment)] as const;
  }, [live, ids, moment]);
  const sums = [...sumsText(totals), ...(lost === null ? [] : [fleetTexts.lost(lost)])].join(' · ');
  return sums === '' ? null : (
    <span className={classes.sums} title={`${sums}. ${powerCountText(totals.powerCount, totals.managedCount)}.`}>
      {sums}
    </span>
  );
}

/** What miners of one algorithm lose, in words; null for nothing or several algorithms. */
function lostSum(miners: readonly Miner[], moment: Moment): string | null {
  const algorithms = new Set(miners.map(({ algorithm }) => algorithm));
  const [algorithm = null] = algorithms;
  const sumHs = miners.reduce((sum, miner) => sum + (lostHs(miner, moment) ?? 0), 0);
  return algorithms.size !== 1 || sumHs === 0 ? null : quantityText(formatHashrate(sumHs, algorithm));
}
