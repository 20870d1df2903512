import type { ChainReading } from '../drivers/readings.ts';
import { failedBoard, missingChips, silentBoard } from './board-findings.ts';
import { findChipAnomalies } from './chip-anomalies.ts';
import { boardFinding, type Finding, minerFinding } from './finding.ts';
import { isFarBelow, median, percentOf } from './median.ts';

/** What else is known of the boards when they are read: from the latest `/summary` and the unit's own `/model`. */
export interface BoardsBackground {
  /** The miner's state, and those of its boards that are told one. */
  readonly minerState: string | null;
  readonly boardStates: readonly { readonly chain_id: number; readonly state: string | null }[];
  readonly chipsPerBoard: number | null;
}

/**
 * What stands out in one reading of the boards and chips of a miner that is meant to hash. Silent unless a board mines: a starting board is
 * all red by nature.
 */
export function findBoardAnomalies(chains: readonly ChainReading[], background: BoardsBackground): Finding[] {
  const told = chains.map((chain) => ({ ...chain, state: chain.state ?? assumedState(chain.chain_id, background) }));
  const mining = told.filter((chain) => chain.state === 'mining');
  if (mining.length === 0) return [];
  const hashing = mining.filter((chain) => !isSilent(chain));
  const found = told.flatMap(({ chain_id, state, failure_message }) => failedBoard(chain_id, state, failure_message));
  if (hashing.length === 0 && mining.length > 1) {
    const message = `Hashes nothing: all ${mining.length} boards that should are silent`;
    return [
      minerFinding({ code: 'miner_zero_hashrate', severity: 'critical', message, value: 0, unit: null }),
      ...found,
    ];
  }
  return [
    ...found,
    ...mining.flatMap((chain) => (isSilent(chain) ? [silentBoard(chain.chain_id, chain.chips.length)] : [])),
    ...mining.flatMap(({ chain_id, chips }) => missingChips(chain_id, chips.length, background.chipsPerBoard)),
    ...hashing.flatMap((chain) => [...weakBoard(chain, hashing), ...findChipAnomalies(chain), ...faultySensors(chain)]),
  ];
}

/** A board without a state of its own is in that of the summary, which may have none for it either: then in that of the whole miner. */
function assumedState(chainId: number, { minerState, boardStates }: BoardsBackground): string | null {
  return boardStates.find(({ chain_id }) => chain_id === chainId)?.state ?? minerState;
}

/** By its chips where they tell; a board that shows none is judged by its own figure. */
function isSilent({ chips, hashrate_hs }: ChainReading): boolean {
  const known = chips.filter((chip) => chip.hashrate_hs !== null);
  return known.length > 0 ? known.every((chip) => chip.hashrate_hs === 0) : hashrate_hs === 0;
}

/** A board is held against the others that hash, never against a median that it made itself. */
function weakBoard(chain: ChainReading, hashing: readonly ChainReading[]): Finding[] {
  const siblings = hashing.filter((other) => other !== chain);
  const siblingsHs = median(siblings.map((other) => other.hashrate_hs));
  if (!isFarBelow(chain.hashrate_hs, siblingsHs)) return [];
  const percent = percentOf(chain.hashrate_hs, siblingsHs);
  const message = `Board ${chain.chain_id} hashes ${percent} % of what ${siblings.length === 1 ? 'its sibling does' : 'its siblings do'}`;
  return [
    boardFinding(chain.chain_id, chain.chips.length, {
      code: 'board_below_siblings',
      severity: 'warning',
      message,
      value: percent,
      unit: '%',
    }),
  ];
}

function faultySensors({ chain_id, sensors, chips }: ChainReading): Finding[] {
  const faulty = sensors.filter((sensor) => sensor.state !== null && sensor.state !== 'measure');
  if (faulty.length === 0) return [];
  const all = faulty.length === sensors.length;
  const beside = chips.flatMap(({ chip_id }, position) =>
    faulty.some((sensor) => sensor.chip_id === chip_id) ? [{ chip_id, position }] : [],
  );
  const message = all
    ? `No temperature sensor of board ${chain_id} measures`
    : `${faulty.length} of ${sensors.length} temperature sensors of board ${chain_id} ${faulty.length === 1 ? 'does' : 'do'} not measure`;
  return [
    {
      chain_id,
      code: 'sensor_fault',
      severity: all ? 'warning' : 'notice',
      message,
      chip_ids: beside.map(({ chip_id }) => chip_id),
      chip_positions: beside.map(({ position }) => position),
      chips_on_board: chips.length,
      value: faulty.length,
      unit: 'sensors',
    },
  ];
}
