import type { Anomaly } from '../../src-shared/model/index.ts';
import type { ChainReading } from '../firmware/readings.ts';
import type { StatusRecord } from '../store/store.ts';
import { findChipAnomalies } from './chip-anomalies.ts';
import type { Finding } from './finding.ts';
import { isMeantToHash } from './hashing-state.ts';
import { findLostFans, lostFansWords } from './lost-fans.ts';
import { isFarBelow, median, percentOf } from './median.ts';
import { missingBoardsWords } from './missing-boards.ts';

const NO_CHIPS = { chip_ids: [], chip_positions: [], chips_on_board: null };
const WHOLE_MINER = { chain_id: null, ...NO_CHIPS };

/**
 * What stands out in one reading of the boards and chips of a miner that is meant to hash. Silent unless a board mines: a starting board is
 * all red by nature. `boards` is how many the model has, null if unknown.
 */
export function findBoardAnomalies(chains: readonly ChainReading[], boards: number | null): Finding[] {
  const mining = chains.filter((chain) => chain.state === 'mining');
  if (mining.length === 0) return [];
  const hashing = mining.filter((chain) => !isSilent(chain));
  const found = [...missingBoards(chains, boards), ...chains.flatMap(failedBoard)];
  if (hashing.length === 0 && mining.length > 1) {
    const message = `Hashes nothing: all ${mining.length} boards that should are silent`;
    return [
      { ...WHOLE_MINER, code: 'miner_zero_hashrate', severity: 'critical', message, value: 0, unit: null },
      ...found,
    ];
  }
  return [
    ...found,
    ...mining.flatMap((chain) => (isSilent(chain) ? silentBoard(chain) : [])),
    ...hashing.flatMap((chain) => [...weakBoard(chain, hashing), ...findChipAnomalies(chain), ...faultySensors(chain)]),
  ];
}

/** What stands out in a miner's latest status: what belongs to the miner as a whole. */
export function findMinerAnomalies({ figures, fans }: Pick<StatusRecord, 'figures' | 'fans'>): Finding[] {
  if (!isMeantToHash(figures.state)) return [];
  const found: Finding[] = [];
  const lost = findLostFans(fans, figures.cooling_mode);
  if (lost.length > 0) {
    const message = lostFansWords(lost, fans);
    found.push({ ...WHOLE_MINER, code: 'fan_lost', severity: 'critical', message, value: lost.length, unit: 'fans' });
  }
  const percent = figures.throttled_percent;
  if (percent !== null && percent < 100) {
    const message = `The whole miner is throttled to ${Math.round(percent)} %`;
    found.push({
      ...WHOLE_MINER,
      code: 'miner_throttled',
      severity: 'warning',
      message,
      value: percent,
      unit: '%',
    });
  }
  return found;
}

function missingBoards(chains: readonly ChainReading[], boards: number | null): Finding[] {
  const ids = chains.map((chain) => chain.chain_id);
  const message = missingBoardsWords(ids, boards);
  if (message === null || boards === null) return [];
  const value = boards - chains.length;
  return [{ ...WHOLE_MINER, code: 'board_missing', severity: 'critical', message, value, unit: 'boards' }];
}

function failedBoard({ chain_id, state, failure_message: reason }: ChainReading): Finding[] {
  if (state !== 'failure' && state !== 'disconnected') return [];
  const what = state === 'failure' ? `Board ${chain_id} has failed` : `Board ${chain_id} is disconnected`;
  const message = reason === null ? what : `${what}: ${reason}`;
  return [{ ...NO_CHIPS, chain_id, code: 'board_failed', severity: 'critical', message, value: null, unit: null }];
}

/** By its chips where they tell; a board that shows none is judged by its own figure. */
function isSilent({ chips, hashrate_hs }: ChainReading): boolean {
  const known = chips.filter((chip) => chip.hashrate_hs !== null);
  return known.length > 0 ? known.every((chip) => chip.hashrate_hs === 0) : hashrate_hs === 0;
}

function silentBoard({ chain_id, chips }: ChainReading): Finding {
  const what = `Board ${chain_id} hashes nothing`;
  return {
    chain_id,
    code: 'board_zero_hashrate',
    severity: 'critical',
    message: chips.length === 0 ? what : `${what}: all ${chips.length} chips are silent`,
    chip_ids: [],
    chip_positions: [],
    chips_on_board: chips.length,
    value: 0,
    unit: null,
  };
}

/** A board is held against the others that hash, never against a median that it made itself. */
function weakBoard(chain: ChainReading, hashing: readonly ChainReading[]): Finding[] {
  const siblings = hashing.filter((other) => other !== chain);
  const siblingsHs = median(siblings.map((other) => other.hashrate_hs));
  if (!isFarBelow(chain.hashrate_hs, siblingsHs)) return [];
  const percent = percentOf(chain.hashrate_hs, siblingsHs);
  return [
    {
      chain_id: chain.chain_id,
      code: 'board_below_siblings',
      severity: 'warning',
      message: `Board ${chain.chain_id} hashes ${percent} % of what ${siblings.length === 1 ? 'its sibling does' : 'its siblings do'}`,
      chip_ids: [],
      chip_positions: [],
      chips_on_board: chain.chips.length,
      value: percent,
      unit: '%',
    },
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

const SEVERITY_ORDER: Readonly<Record<Anomaly['severity'], number>> = { critical: 0, warning: 1, notice: 2 };

/** What wants a person first, among those of one severity. */
const CODE_ORDER: Readonly<Record<Anomaly['code'], number>> = {
  miner_zero_hashrate: 0,
  board_zero_hashrate: 1,
  board_failed: 2,
  board_missing: 3,
  fan_lost: 4,
  chip_zero_hashrate: 5,
  board_below_siblings: 6,
  miner_throttled: 7,
  chip_hot: 8,
  chip_grade_red: 9,
  chip_below_siblings: 10,
  sensor_fault: 11,
  chip_throttled: 12,
  chip_grade_orange: 13,
};

const byName = new Intl.Collator('en', { numeric: true });

/** Worst first; among equals the miner's name decides, so that the list keeps still between readings. */
export function byWeight(a: Anomaly, b: Anomaly): number {
  return (
    SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] ||
    CODE_ORDER[a.code] - CODE_ORDER[b.code] ||
    b.chip_ids.length - a.chip_ids.length ||
    byName.compare(a.miner_name, b.miner_name) ||
    a.miner_id.localeCompare(b.miner_id) ||
    (a.chain_id ?? 0) - (b.chain_id ?? 0)
  );
}
