import type { FarmLimits } from '../../src-shared/judging/farm-limits.ts';
import type { Chip, TemperatureUnit } from '../../src-shared/model/index.ts';
import type { BoardReading } from '../drivers/readings.ts';
import { chipWords } from './condition-words.ts';
import { type FoundCondition, foundCondition } from './found-condition.ts';
import { isFarBelow, median } from './median.ts';

/** A chip and its index in the list of its board. */
interface Place {
  readonly chip: Chip;
  readonly position: number;
}

type Fault = 'zero' | 'red' | 'low' | 'orange' | 'hot' | 'throttled';

/**
 * The conditions of the chips of a hashing board. For its hashing, each chip is named once, with
 * its worst fault.
 */
export function findChipConditions(
  chain: BoardReading,
  limits: FarmLimits,
  unit: TemperatureUnit = 'celsius',
): FoundCondition[] {
  const { chips } = chain;
  // Chips at 0 do not show what a chip of this board can do.
  const medianHs = median(chips.map(({ hashrate_hs }) => (hashrate_hs === 0 ? null : hashrate_hs)));
  const medianTempC = median(chips.map((chip) => chip.temp_c));
  const byFault = new Map<Fault, Place[]>();
  const note = (fault: Fault, place: Place): void => {
    const places = byFault.get(fault);
    if (places === undefined) byFault.set(fault, [place]);
    else places.push(place);
  };
  // There are hundreds of thousands of chips a minute, and almost all are fine: only faults create
  // objects.
  for (let position = 0; position < chips.length; position++) {
    const chip = chips[position] as Chip;
    const fault = hashFault(chip, medianHs, limits.weak_part_percent);
    if (fault !== null) note(fault, { chip, position });
    if (isHot(chip, medianTempC, limits.hot_above_board_c)) note('hot', { chip, position });
    if (chip.throttled === true) note('throttled', { chip, position });
  }
  const hot = byFault.get('hot') ?? [];

  const found: FoundCondition[] = [];
  const add = (
    code: FoundCondition['code'],
    at: readonly Place[] | undefined,
    words: (who: string, isOne: boolean) => string,
    measured?: Pick<FoundCondition, 'value' | 'unit'>,
  ): void => {
    if (at === undefined || at.length === 0) return;
    const ids = at.map(({ chip }) => chip.chip_id);
    const who = chipWords.who(chain.chain_id, ids, chips.length);
    found.push(
      foundCondition(code, words(who, ids.length === 1), {
        chain_id: chain.chain_id,
        chip_ids: ids,
        chip_positions: at.map(({ position }) => position),
        chips_on_board: chips.length,
        value: ids.length,
        unit: 'chips',
        ...measured,
      }),
    );
  };
  const hottestC = Math.round(Math.max(...hot.map(({ chip }) => chip.temp_c ?? 0)));
  add('chip_zero_hashrate', byFault.get('zero'), chipWords.silent);
  add('chip_grade_red', byFault.get('red'), chipWords.bad);
  add('chip_below_siblings', byFault.get('low'), (who) => chipWords.belowMedian(who, limits.weak_part_percent));
  add('chip_hot', hot, (who, isOne) => chipWords.hot(who, isOne, hottestC, medianTempC ?? 0, unit), {
    value: hottestC,
    unit: '°C',
  });
  add('chip_throttled', byFault.get('throttled'), chipWords.throttled);
  add('chip_grade_orange', byFault.get('orange'), chipWords.weak);
  return found;
}

function hashFault(chip: Chip, medianHs: number | null, weakPercent: number): Fault | null {
  if (chip.hashrate_hs === 0) return 'zero';
  if (chip.grade === 'red') return 'red';
  if (isFarBelow(chip.hashrate_hs, medianHs, weakPercent)) return 'low';
  return chip.grade === 'orange' ? 'orange' : null;
}

function isHot({ temp_c }: Chip, medianTempC: number | null, aboveC: number): boolean {
  return temp_c !== null && medianTempC !== null && temp_c > medianTempC + aboveC;
}
