import type { AlgorithmTotal } from '../../src-shared/miner/farm-sums.ts';
import { formatEfficiency, formatScryptEfficiency, type Quantity } from '../../src-shared/units.ts';

/** The efficiency of all miners of an algorithm, in the usual unit of that algorithm. */
export function efficiencyText({ algorithm, efficiencyJPerTh }: AlgorithmTotal): Quantity {
  if (algorithm !== 'scrypt') return formatEfficiency(efficiencyJPerTh);
  return formatScryptEfficiency(efficiencyJPerTh === null ? null : efficiencyJPerTh / 1000);
}
