import { useMemo } from 'react';
import { fleetTotals } from '../../../src-shared/farm-sums.ts';
import type { Moment } from '../../../src-shared/miner-now.ts';
import { formatHashrate, formatTotalPower, quantityText } from '../../../src-shared/units.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { efficiencyText } from '../../miner-model/efficiency-text.ts';
import classes from './fleet-screen.module.css';

/** What these miners do together, each algorithm by itself: of a search, or of what is selected. */
export function FleetSums({ ids, moment }: { ids: readonly string[]; moment: Moment }) {
  const { live } = usePowerHive();
  const { hashrates, powerW } = useMemo(
    () =>
      fleetTotals(
        ids.flatMap((id) => live.state.miners.get(id) ?? []),
        moment,
      ),
    [live, ids, moment],
  );
  const works = hashrates.map((work) => {
    const parts = [formatHashrate(work.hashrateHs), ...(work.efficiencyJPerTh === null ? [] : [efficiencyText(work)])];
    const words = parts.map(quantityText).join(' · ');
    return hashrates.length > 1 ? `${work.algorithm} ${words}` : words;
  });
  const sums = [...works, ...(powerW === null ? [] : [quantityText(formatTotalPower(powerW))])];
  return sums.length === 0 ? null : <span className={classes.count}>{sums.join(' · ')}</span>;
}
