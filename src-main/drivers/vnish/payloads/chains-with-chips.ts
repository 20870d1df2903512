import type { Chip, ChipGrade, Sensor } from '../../../../src-shared/model/index.ts';
import { hashesPerUnit } from '../../hashrate-unit.ts';
import {
  count,
  fields,
  flag,
  hashrateHs,
  integerWithin,
  isObject,
  items,
  numberWithin,
  partTemperatureC,
  word,
} from '../../parse-fields.ts';
import type { BoardReading } from '../../readings.ts';
import { parseBoardStatus } from './board-status.ts';
import { numberParts } from './part-numbers.ts';
import { HIGHEST_FREQUENCY_MHZ, LARGEST_CHAIN_ID, MOST_CHAINS, MOST_CHIPS, MOST_SENSORS } from './plausible-limits.ts';

const HIGHEST_CHIP_VOLTAGE_MV = 100_000;
const LARGEST_CHIP_ID = 65_535;

/** All boards with their chips. */
export interface ChainsReading {
  readonly chains: BoardReading[];
}

/** Parses `/chains` (1.2) or `/boards` (1.3), which have the same array; null if there is none. */
export function parseChains(payload: unknown, hrMeasure: string | null): ChainsReading | null {
  const boards = Array.isArray(payload) ? payload : fields(payload)['chains'];
  if (!Array.isArray(boards)) return null;
  const unit = hashesPerUnit(hrMeasure);
  const { numbered, shareNumber } = numberParts(items(boards, MOST_CHAINS).filter(isObject), 1, LARGEST_CHAIN_ID);
  return {
    chains: numbered.map(({ number, part }) => ({ ...parseBoard(number, part, unit), numbered_by_order: shareNumber })),
  };
}

function parseBoard(
  chainId: number,
  board: Readonly<Record<string, unknown>>,
  hashesPerUnit: number | null,
): Omit<BoardReading, 'numbered_by_order'> {
  const status = parseBoardStatus(board['status']);
  const hashrate = hashrateHs(board['hr_realtime'], hashesPerUnit);
  return {
    chain_id: chainId,
    state: status.state,
    failure_message: status.reason,
    hashrate_hs: hashrate,
    hashrate_nominal_hs: hashrateHs(board['hr_nominal'], hashesPerUnit),
    frequency_mhz: numberWithin(board['freq'], 0, HIGHEST_FREQUENCY_MHZ),
    chips: parseChips(board['chips'], hashesPerUnit),
    sensors: parseSensors(board['sensors'], hashrate),
  };
}

/**
 * Chips in the firmware's order. Chip numbers are only labels: two chips may have the same one. In
 * `/chips` some fields have other names: `hashrate`, `errors`, and `status` for the grade.
 */
function parseChips(value: unknown, hashesPerUnit: number | null): Chip[] {
  const chips: Chip[] = [];
  for (const [index, chip] of items(value, MOST_CHIPS).entries()) {
    if (!isObject(chip)) continue;
    const hashrate = hashrateHs(chip['hr'] ?? chip['hashrate'], hashesPerUnit);
    chips.push({
      chip_id: integerWithin(chip['id'], 0, LARGEST_CHIP_ID) ?? index,
      hashrate_hs: hashrate,
      frequency_mhz: numberWithin(chip['freq'], 0, HIGHEST_FREQUENCY_MHZ),
      voltage_mv: numberWithin(chip['volt'], 0, HIGHEST_CHIP_VOLTAGE_MV),
      temp_c: partTemperatureC(chip['temp'], hashrate),
      errors: count(chip['errs'] ?? chip['errors']),
      grade: parseGrade(chip['grade']) ?? parseGrade(chip['status']),
      throttled: flag(chip['throttled']),
    });
  }
  return chips;
}

function parseGrade(value: unknown): ChipGrade | null {
  const grade = word(value);
  return grade === 'grey' || grade === 'orange' || grade === 'red' ? grade : null;
}

function parseSensors(value: unknown, boardHashrateHs: number | null): Sensor[] {
  const sensors: Sensor[] = [];
  for (const sensor of items(value, MOST_SENSORS)) {
    if (!isObject(sensor)) continue;
    sensors.push({
      chip_id: integerWithin(sensor['loc'], 0, LARGEST_CHIP_ID),
      state: word(sensor['state']) ?? word(sensor['status']),
      board_temp_c: partTemperatureC(sensor['board'], boardHashrateHs),
      chip_temp_c: partTemperatureC(sensor['chip'], boardHashrateHs),
    });
  }
  return sensors;
}
