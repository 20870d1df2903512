import type { Chip, ChipGrade, Sensor } from '../../../../src-shared/model/index.ts';
import {
  count,
  fields,
  flag,
  hashrateHs,
  integerWithin,
  isObject,
  items,
  numberWithin,
  temperatureC,
  word,
} from '../../fields.ts';
import { hashesPerUnit } from '../../hashrate-unit.ts';
import type { BoardReading } from '../../readings.ts';
import { parseBoardStatus } from './board-status.ts';
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
  const chains: BoardReading[] = [];
  for (const [index, board] of items(boards, MOST_CHAINS).entries()) {
    if (!isObject(board)) continue;
    const chainId = integerWithin(board['id'], 0, LARGEST_CHAIN_ID) ?? index + 1;
    if (!chains.some((known) => known.chain_id === chainId)) chains.push(parseBoard(chainId, board, unit));
  }
  return { chains };
}

function parseBoard(
  chainId: number,
  board: Readonly<Record<string, unknown>>,
  hashesPerUnit: number | null,
): BoardReading {
  const status = parseBoardStatus(board['status']);
  return {
    chain_id: chainId,
    state: status.state,
    failure_message: status.reason,
    hashrate_hs: hashrateHs(board['hr_realtime'], hashesPerUnit),
    hashrate_nominal_hs: hashrateHs(board['hr_nominal'], hashesPerUnit),
    frequency_mhz: numberWithin(board['freq'], 0, HIGHEST_FREQUENCY_MHZ),
    chips: parseChips(board['chips'], hashesPerUnit),
    sensors: parseSensors(board['sensors']),
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
    chips.push({
      chip_id: integerWithin(chip['id'], 0, LARGEST_CHIP_ID) ?? index,
      hashrate_hs: hashrateHs(chip['hr'] ?? chip['hashrate'], hashesPerUnit),
      frequency_mhz: numberWithin(chip['freq'], 0, HIGHEST_FREQUENCY_MHZ),
      voltage_mv: numberWithin(chip['volt'], 0, HIGHEST_CHIP_VOLTAGE_MV),
      temp_c: temperatureC(chip['temp']),
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

function parseSensors(value: unknown): Sensor[] {
  const sensors: Sensor[] = [];
  for (const sensor of items(value, MOST_SENSORS)) {
    if (!isObject(sensor)) continue;
    sensors.push({
      chip_id: integerWithin(sensor['loc'], 0, LARGEST_CHIP_ID),
      state: word(sensor['state']) ?? word(sensor['status']),
      board_temp_c: temperatureC(sensor['board']),
      chip_temp_c: temperatureC(sensor['chip']),
    });
  }
  return sensors;
}
