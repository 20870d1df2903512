import { type FarmLimits, limitsInForce } from '../../src-shared/judging/farm-limits.ts';
import type { TemperatureUnit } from '../../src-shared/model/index.ts';
import type { BoardReading } from '../drivers/readings.ts';
import { findChipConditions } from './chip-conditions.ts';
import { boardWords, minerWords } from './condition-words.ts';
import { type FoundCondition, foundCondition } from './found-condition.ts';
import { isFarBelow, median, percentOf } from './median.ts';
import { boardState, failedBoard, missingChips, shouldHash, silentBoard } from './shared-board-conditions.ts';

/**
 * What else is known of the boards when they are read, from the latest `/summary` and the unit's
 * own `/model`.
 */
export interface BoardsBackground {
  /** The state of the miner, and the states of its boards where reported. */
  readonly minerState: string | null;
  readonly boardStates: readonly { readonly chain_id: number; readonly state: string | null }[];
  readonly chipsPerBoard: number | null;
  /** The unit of temperatures in messages; °C if absent. */
  readonly temperatureUnit?: TemperatureUnit;
  /** The limits of the farm; those of this process if absent. */
  readonly limits?: FarmLimits;
}

/**
 * The conditions in one reading of the boards and chips of a miner that should hash. Null if it
 * cannot be judged, because no board is mining or none is listed: the chips of a starting board are
 * all red.
 */
export function findBoardConditions(
  chains: readonly BoardReading[],
  background: BoardsBackground,
): FoundCondition[] | null {
  const { limits = limitsInForce(), temperatureUnit } = background;
  const boards = chains.map((chain) => ({ ...chain, state: stateOf(chain, background) }));
  const mining = boards.filter((chain) => chain.state === 'mining');
  if (mining.length === 0) return null;
  const hashing = mining.filter((chain) => !isSilent(chain));
  const found = boards.flatMap(({ chain_id, state, failure_message }) => failedBoard(chain_id, state, failure_message));
  const numbers = sharedNumbers(chains);
  if (hashing.length === 0 && mining.length > 1) {
    const message = minerWords.allBoardsIdle(mining.length);
    return [foundCondition('miner_zero_hashrate', message, { value: 0 }), ...found, ...numbers];
  }
  // If some boards are mining, every board should hash, whatever its own state.
  const silent = boards.filter((chain) => shouldHash(chain.state) && isSilent(chain));
  return [
    ...found,
    ...silent.map(({ chain_id, chips }) => silentBoard(chain_id, chips.length)),
    ...mining.flatMap(({ chain_id, chips }) => missingChips(chain_id, chips.length, background.chipsPerBoard)),
    ...hashing.flatMap((chain) => [
      ...weakBoard(chain, hashing, limits),
      ...findChipConditions(chain, limits, temperatureUnit),
      ...faultySensors(chain),
    ]),
    ...numbers,
  ];
}

function sharedNumbers(chains: readonly BoardReading[]): FoundCondition[] {
  const isByOrder = chains.some(({ numbered_by_order }) => numbered_by_order);
  return isByOrder ? [foundCondition('board_numbers', boardWords.numbers(chains.length))] : [];
}

/** Without a state of its own, a board has that of the summary, which may be unknown too. */
function stateOf({ chain_id, state }: BoardReading, { minerState, boardStates }: BoardsBackground): string | null {
  const inSummary = boardStates.find((board) => board.chain_id === chain_id)?.state ?? null;
  return boardState(state ?? inSummary, minerState);
}

/** Judged by its chips if their rates are known, else by its own rate. */
function isSilent({ chips, hashrate_hs }: BoardReading): boolean {
  if (chips.some((chip) => chip.hashrate_hs !== null && chip.hashrate_hs !== 0)) return false;
  return chips.some((chip) => chip.hashrate_hs === 0) || hashrate_hs === 0;
}

/** Compares a board with the other hashing boards, not with a median that includes itself. */
function weakBoard(chain: BoardReading, hashing: readonly BoardReading[], limits: FarmLimits): FoundCondition[] {
  const siblings = hashing.filter((other) => other !== chain);
  const siblingsHs = median(siblings.map((other) => other.hashrate_hs));
  const percent = percentOf(chain.hashrate_hs, siblingsHs);
  if (percent === null || !isFarBelow(chain.hashrate_hs, siblingsHs, limits.weak_part_percent)) return [];
  const { chain_id, chips } = chain;
  const message = boardWords.belowSiblings(chain_id, percent, siblings.length);
  const details = { chain_id, chips_on_board: chips.length, value: percent, unit: '%' };
  return [foundCondition('board_below_siblings', message, details)];
}

function faultySensors({ chain_id, sensors, chips }: BoardReading): FoundCondition[] {
  const faulty = sensors.filter((sensor) => sensor.state !== null && sensor.state !== 'measure');
  if (faulty.length === 0) return [];
  const all = faulty.length === sensors.length;
  const beside = chips.flatMap(({ chip_id }, position) =>
    faulty.some((sensor) => sensor.chip_id === chip_id) ? [{ chip_id, position }] : [],
  );
  const chip_ids = beside.map(({ chip_id }) => chip_id);
  const message = boardWords.sensors(chain_id, faulty.length, sensors.length, chip_ids);
  return [
    foundCondition('sensor_fault', message, {
      ...(!all && { severity: 'notice' }),
      chain_id,
      chip_ids,
      chip_positions: beside.map(({ position }) => position),
      chips_on_board: chips.length,
      value: faulty.length,
      unit: 'sensors',
    }),
  ];
}
