import type { SimulatedDevice } from '../device.ts';
import type { Reply } from '../reply.ts';
import { refuse } from '../reply.ts';
import type { FaultName } from './fault-names.ts';

type Json = Record<string, unknown>;

const BARELY = 1 / 200;
const CHIPS_LEFT = 3 / 4;
const DEPRECATED_LEFT = 2 / 3;
const SUMMARY = '/api/v1/summary';
const BOARD_LISTS: ReadonlySet<string> = new Set(['/api/v1/chains', '/api/v1/boards']);

/** The repeated summary of each miner with the fault `frozen`. */
const frozen = new WeakMap<SimulatedDevice, Reply>();

/** Applies the faults that change only what is reported. */
export function withFaults(device: SimulatedDevice, path: string, reply: Reply): Reply {
  const { faults } = device;
  if (BOARD_LISTS.has(path)) {
    if (faults.has('boards-500')) return refuse(500, 'Failed to read chips');
    return changed(reply, (boards) => spoil(BOARD_FAULTS, device, boards as unknown as Json[]));
  }
  if (path !== SUMMARY) return reply;
  const faulty = changed(reply, (body) => {
    const miner = body['miner'] as Json | null;
    if (miner !== null) spoil(SUMMARY_FAULTS, device, miner);
  });
  if (!faults.has('frozen')) {
    frozen.delete(device);
    return faulty;
  }
  const first = frozen.get(device) ?? faulty;
  frozen.set(device, first);
  return first;
}

const SUMMARY_FAULTS: Partial<Record<FaultName, (miner: Json, device: SimulatedDevice) => void>> = {
  'no-watts': (miner) => {
    for (const part of [miner, ...boardsOf(miner)]) part['power_consumption'] = 0;
    miner['power_usage'] = 0;
  },
  'hardly-hashing': (miner) => {
    scale(miner, ['hr_realtime', 'hr_average', 'average_hashrate', 'instant_hashrate'], BARELY);
    for (const board of boardsOf(miner)) scale(board, ['hashrate_rt', 'hashrate_percentage'], BARELY);
  },
  'pools-down': (miner) => {
    for (const pool of ownPools(miner)) pool['status'] = 'offline';
  },
  'shares-rejected': (miner) => {
    for (const pool of ownPools(miner)) {
      const shares = Number(pool['accepted']);
      pool['accepted'] = Math.ceil(shares / 2);
      pool['rejected'] = Math.floor(shares / 2);
    }
  },
  'chips-missing': (miner, device) => {
    const board = boardsOf(miner).find(({ id }) => id === device.missingBoard() + 1);
    if (board === undefined) return;
    const { chipsPerChain } = device.plan.model;
    const statuses = board['chip_statuses'] as Record<string, number>;
    const gone = chipsPerChain - Math.floor(chipsPerChain * CHIPS_LEFT);
    const before = Number(board['hashrate_rt']);
    scale(board, ['hashrate_rt'], CHIPS_LEFT);
    board['chip_statuses'] = { ...statuses, grey: (statuses['grey'] ?? 0) - gone };
    miner['hr_realtime'] = Number(miner['hr_realtime']) - before * (1 - CHIPS_LEFT);
  },
  'status-text': (miner) => textStatus(boardsOf(miner)),
  'old-totals': (miner) => {
    delete miner['hr_realtime'];
    delete miner['hr_average'];
    scale(miner, ['average_hashrate', 'instant_hashrate'], DEPRECATED_LEFT);
  },
};

const BOARD_FAULTS: Partial<Record<FaultName, (boards: Json[], device: SimulatedDevice) => void>> = {
  'hardly-hashing': (boards) => {
    for (const board of boards) {
      scale(board, ['hr_realtime'], BARELY);
      for (const chip of board['chips'] as Json[]) scale(chip, ['hr'], BARELY);
    }
  },
  'chips-missing': (boards, device) => {
    const board = boards.find(({ id }) => id === device.missingBoard() + 1);
    if (board === undefined) return;
    const chips = board['chips'] as Json[];
    board['chips'] = chips.slice(0, Math.floor(chips.length * CHIPS_LEFT));
    scale(board, ['hr_realtime'], CHIPS_LEFT);
  },
  'status-text': textStatus,
  'status-none': (boards) => {
    for (const board of boards) delete board['status'];
  },
  'old-chip-names': (boards) => {
    for (const board of boards) {
      board['chips'] = (board['chips'] as Json[]).map(({ hr, errs, grade, ...chip }) => ({
        ...chip,
        hashrate: hr,
        errors: errs,
        status: grade,
      }));
    }
  },
};

function spoil<T>(
  known: Partial<Record<FaultName, (payload: T, device: SimulatedDevice) => void>>,
  device: SimulatedDevice,
  payload: T,
): void {
  for (const name of device.faults.keys()) known[name]?.(payload, device);
}

function changed(reply: Reply, change: (body: Json) => void): Reply {
  const body = JSON.parse(String(reply.body)) as Json;
  change(body);
  return { ...reply, body: JSON.stringify(body) };
}

function boardsOf(miner: Json): Json[] {
  return miner['chains'] as Json[];
}

function ownPools(miner: Json): Json[] {
  return (miner['pools'] as Json[]).filter(({ pool_type }) => pool_type === 'UserPool');
}

function scale(part: Json, names: readonly string[], by: number): void {
  for (const name of names) if (name in part) part[name] = Number(part[name]) * by;
}

function textStatus(boards: Json[]): void {
  for (const board of boards) board['status'] = (board['status'] as Json)['state'];
}
