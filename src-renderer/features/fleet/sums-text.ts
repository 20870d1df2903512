import type { FarmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { formatHashrate, formatTotalPower, quantityText } from '../../../src-shared/units.ts';
import { efficiencyText } from '../../miner-view/algorithm-efficiency.ts';
import { fleetTexts } from './fleet-texts.ts';

type Sums = Pick<FarmTotals, 'hashrates' | 'powerW' | 'powerCount' | 'freshCount'>;

/**
 * Hash rate and efficiency for each algorithm, and power, with its number of miners where some
 * report none. Unknown values are left out.
 */
export function sumsText({ hashrates, powerW, powerCount, freshCount }: Sums): readonly string[] {
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
  return [...works, powerCount < freshCount ? fleetTexts.powerOf(power, powerCount, freshCount) : power];
}
