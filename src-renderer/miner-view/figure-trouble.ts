import { CONDITION_OF_ATTENTION, type ConditionCode } from '../../src-shared/condition-kinds.ts';
import { limitsInForce } from '../../src-shared/judging/farm-limits.ts';
import type { Attention, Miner } from '../../src-shared/model/index.ts';

/** The figures of a row that a problem of the miner is about. */
export type TroubledFigure = 'fans' | 'chip_temp';

const CODES: Readonly<Record<TroubledFigure, ReadonlySet<string>>> = {
  fans: new Set<ConditionCode>(['fan_lost', 'cooling_at_limit']),
  chip_temp: new Set<ConditionCode>(['hot', 'cooling_at_limit']),
};

/** The problem that a figure of a miner shows, the likeliest cause first; undefined for none. */
export function troubleOf(figure: TroubledFigure, { attention, latest_status }: Miner): Attention | undefined {
  const duty = latest_status?.fan_duty_percent ?? null;
  // Fans at full speed that do not cool enough are as much a part of a hot chip.
  const isFull = figure === 'fans' && duty !== null && duty >= limitsInForce().full_fan_percent;
  return attention.find(({ code: found }) => {
    const code = CONDITION_OF_ATTENTION[found] ?? found;
    return CODES[figure].has(code) || (isFull && code === 'hot');
  });
}
