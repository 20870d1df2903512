import { useMemo } from 'react';
import { farmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { useMomentAt } from '../../api/use-moment.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { powerCountText } from '../../miner-view/power-count-texts.ts';
import { useNowInTurn } from '../../ui/use-now.ts';
import classes from './fleet-sums.module.css';
import { sumsText } from './sums-text.ts';

/** Totals of the given miners, found or selected, in one line. */
export function FleetSums({ ids }: { ids: readonly string[] }) {
  const { live } = usePowerHive();
  const moment = useMomentAt(useNowInTurn());
  const totals = useMemo(
    () =>
      farmTotals(
        ids.flatMap((id) => live.state.miners.get(id) ?? []),
        moment,
      ),
    [live, ids, moment],
  );
  const sums = sumsText(totals).join(' · ');
  return sums === '' ? null : (
    <span className={classes.sums} title={`${sums}. ${powerCountText(totals.powerCount, totals.managedCount)}.`}>
      {sums}
    </span>
  );
}
