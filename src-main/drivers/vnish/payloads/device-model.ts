import { fields, integerWithin, isObject, items, knownText } from '../../parse-fields.ts';
import type { DeviceModel } from '../../readings.ts';
import { MOST_CHAINS, MOST_CHIPS } from './plausible-limits.ts';

const NO_CHIP = -1;

/**
 * Parses `/model`; null if it is not an object. Names stay as the firmware reports them: screens
 * and messages write them as the maker does (src-shared/text/model-words.ts).
 */
export function parseDeviceModel(payload: unknown): DeviceModel | null {
  if (!isObject(payload)) return null;
  const chain = fields(payload['chain']);
  return {
    alias: knownText(payload['model']),
    full_name: knownText(payload['full_name']),
    algorithm: knownText(payload['algorithm']),
    hr_measure: knownText(payload['hr_measure']),
    chains: integerWithin(chain['num_chains'], 1, MOST_CHAINS),
    chips_per_chain: integerWithin(chain['chips_per_chain'], 1, MOST_CHIPS),
    board_rows: parseRows(fields(chain['topology'])['chips']),
  };
}

function parseRows(value: unknown): number[][] | null {
  const rows = items(value, MOST_CHIPS);
  if (rows.length === 0 || !rows.every(Array.isArray)) return null;
  const read = rows.map((row) =>
    items(row, MOST_CHIPS).map((chip) => integerWithin(chip, NO_CHIP, MOST_CHIPS - 1) ?? NO_CHIP),
  );
  // Gaps count as cells. A layout much larger than any board is nonsense, and must not be drawn.
  return read.reduce((cells, row) => cells + row.length, 0) <= 4 * MOST_CHIPS ? read : null;
}
