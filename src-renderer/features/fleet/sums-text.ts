import type { FarmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { formatHashrate, formatTotalPower, quantityText } from '../../../src-shared/units.ts';
import { efficiencyText } from '../../miner-view/algorithm-efficiency.ts';
import { fleetTexts } from './fleet-texts.ts';

type Sums = Pick<FarmTotals, 'hashrates' | 'powerW' | 'powerCount' | 'managedCount'>;

/**
 * Hash rate and efficiency for each algorithm, and power, with its number of miners where it is not
 * known of all. Unknown values are left out.
 */
export function sumsText({ hashrates, powerW, powerCount, managedCount }: Sums): readonly string[] {
  const works = hashrates.map((work) => {
    const parts = [
      formatHashrate(work.hashrateHs, work.algorithm),
      ...(work.efficiencyJPerTh === null ? [] : [efficiencyText(work)]),
    ];
    const words = parts.map(quantityText).join(' · ');
    return hashrates.length > 1 ? `${work.algorithm} ${words}` : words;
  });
  if (powerW === null) return works;
  const power = quantityText(formatTotalPower(powerW));
  return [...works, powerCount < managedCount ? fleetTexts.powerOf(power, powerCount, managedCount) : power];
}
