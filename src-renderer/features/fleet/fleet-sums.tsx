import { useMemo } from 'react';
import { farmTotals } from '../../../src-shared/farm-sums.ts';
import type { Moment } from '../../../src-shared/miner-now.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import classes from './fleet-screen.module.css';
import { sumsText } from './sums-text.ts';

/** What these miners do together: of a search, or of what is selected. */
export function FleetSums({ ids, moment }: { ids: readonly string[]; moment: Moment }) {
  const { live } = usePowerHive();
  const sums = useMemo(
    () =>
      sumsText(
        farmTotals(
          ids.flatMap((id) => live.state.miners.get(id) ?? []),
          moment,
        ),
      ),
    [live, ids, moment],
  );
  return sums.length === 0 ? null : <span className={classes.count}>{sums.join(' · ')}</span>;
}
