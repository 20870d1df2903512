import { farmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { hidesPower, isFresh, type Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Miner, Rack } from '../../../src-shared/model/index.ts';
import { rackOf } from '../../../src-shared/place.ts';
import { formatTotalPower, quantityText } from '../../../src-shared/units.ts';
import type { ProgramFault, ProgramState } from '../../alerts/announcement.ts';
import { RACK } from '../../alerts/incidents/subjects.ts';

const RULE = 'rack_overload';

/**
 * The racks whose miners together draw more than the power limit. If some miners are not read now,
 * or hash and report no power, a rack may draw more than is known: a lower sum then decides nothing.
 * A rack is silenced if all its miners are in maintenance, by `isInMaintenance`.
 */
export function rackFaults(
  racks: readonly Rack[],
  miners: () => readonly Miner[],
  moment: Moment,
  isInMaintenance: (miner: Miner, ruleId: string) => boolean,
): ProgramState {
  const faults: ProgramFault[] = [];
  const unknown = new Set<string>();
  const silenced = new Set<string>();
  const limited = racks.filter(({ power_limit_w }) => power_limit_w !== null);
  if (limited.length === 0) return { faults, unknown, silenced };
  const minersOf = new Map<string, Miner[]>(limited.map(({ rack }) => [rack, []]));
  for (const miner of miners()) minersOf.get(rackOf(miner.place) ?? '')?.push(miner);
  for (const { rack, power_limit_w: limitW } of limited) {
    const those = minersOf.get(rack) ?? [];
    if (those.length > 0 && those.every((miner) => isInMaintenance(miner, RULE))) {
      silenced.add(`${RACK}${rack}`);
      continue;
    }
    const { powerW } = farmTotals(those, moment);
    if (limitW !== null && (powerW ?? 0) > limitW) {
      const message = `Rack ${rack} draws ${power(powerW)}, above its limit of ${power(limitW)}`;
      faults.push({ rule_id: RULE, key: rack, message, rack });
    } else if (
      those.some((miner) => miner.managed && miner.online && (!isFresh(miner, moment) || hidesPower(miner, moment)))
    ) {
      unknown.add(`${RACK}${rack}`);
    }
  }
  return { faults, unknown, silenced };
}

function power(watts: number | null): string {
  return quantityText(formatTotalPower(watts));
}
