import type { FarmTotals } from '../../../src-shared/farm-sums.ts';
import { formatHashrate, formatTotalPower, quantityText } from '../../../src-shared/units.ts';
import { efficiencyText } from '../../miner-view/algorithm-efficiency.ts';

/** Hash rate and efficiency for each algorithm, and power. Unknown values are left out. */
export function sumsText({ hashrates, powerW }: Pick<FarmTotals, 'hashrates' | 'powerW'>): readonly string[] {
  const works = hashrates.map((work) => {
    const parts = [formatHashrate(work.hashrateHs), ...(work.efficiencyJPerTh === null ? [] : [efficiencyText(work)])];
    const words = parts.map(quantityText).join(' · ');
    return hashrates.length > 1 ? `${work.algorithm} ${words}` : words;
  });
  return [...works, ...(powerW === null ? [] : [quantityText(formatTotalPower(powerW))])];
}
