import type { SimulatedDevice } from '../device.ts';
import { weirdName } from '../faults/hostile-names.ts';
import { hashingS, type OperatingPoint } from '../hardware/operating-point.ts';
import { signedNoise, unitNoise, wholeNoise } from '../noise.ts';

interface PoolRow {
  readonly url: string;
  readonly type: 'UserPool' | 'DevFee';
  readonly user: string;
  readonly status: string;
  readonly diff: string;
  readonly accepted: number;
  readonly difficulty: number;
  readonly ping: number;
}

/** Share difficulties: about one share every ten seconds. */
const SHA256D_DIFFICULTY = 262_144;
const SCRYPT_DIFFICULTY = 1_048_576;
const SHA256D_HASHES = 2 ** 32;
const SCRYPT_HASHES = 2 ** 16;
const DEV_FEE_DIFFICULTY_TEXT = '65.5K';

/** The firmware's fee, in percent. */
export function devFeePercent(device: SimulatedDevice): number {
  return wholeNoise(device.plan.seed, 40, 4, 14) / 5;
}

/**
 * The summary's pools: the user's in slot order without empty slots, so that an id is not the
 * slot's number; then the fee pool, which is also active.
 */
export function poolsJson(device: SimulatedDevice, point: OperatingPoint, atS: number, showsUsers: boolean): string {
  const seesUsers = showsUsers && !device.faults.has('masked-users');
  const isScrypt = device.plan.model.algorithm === 'scrypt';
  const seconds = hashingS(point, atS);
  const hashesPerShare = isScrypt ? SCRYPT_DIFFICULTY * SCRYPT_HASHES : SHA256D_DIFFICULTY * SHA256D_HASHES;
  const hashRate = point.rung.hr * (isScrypt ? 1e6 : 1e9);
  const sharesIn = (workedS: number): number => Math.floor((workedS * hashRate) / hashesPerShare);
  const shares = sharesIn(seconds);
  const isWeird = device.faults.has('weird-names');
  const fee = devFeePercent(device) / 100;
  const difficulty = isScrypt ? SCRYPT_DIFFICULTY : SHA256D_DIFFICULTY;
  const rows: PoolRow[] = [];
  const unconfigured = device.faults.has('config-corrupt');
  const pools = unconfigured ? [] : device.runningPools.filter(({ url }) => url !== '');
  const keyOf = ({ url, user }: Pick<PoolRow, 'url' | 'user'>): string => `${url} ${user}`;
  const active = pools[workedFor(device)];
  const workedS = device.poolWork.follow(active === undefined ? '' : keyOf(active), point, atS);
  for (const { url, user } of pools) {
    const isDown = rows.length === 0 && device.faults.has('first-pool-down');
    const isActive = !isDown && rows.length === workedFor(device);
    rows.push({
      url: isWeird ? weirdName(device.plan.index + 1) : url.replace(/^[a-z0-9+]+:\/\//, ''),
      type: 'UserPool',
      user: seesUsers ? (isWeird ? weirdName(device.plan.index + 2) : user) : '*****',
      status: isDown ? 'offline' : isActive || device.faults.has('pools-all-active') ? 'active' : 'working',
      diff: isActive ? difficultyText(difficulty) : '',
      accepted: Math.floor(sharesIn(workedS(keyOf({ url, user }))) * (1 - fee)),
      difficulty,
      ping: Math.round(
        24 + 18 * unitNoise(device.plan.seed, rows.length + 41) + 3 * signedNoise(device.plan.seed, atS),
      ),
    });
  }
  rows.push({
    url: 'DevFee',
    type: 'DevFee',
    user: seesUsers ? 'DevFee' : '*****',
    status: fee > 0 ? 'active' : 'working',
    diff: DEV_FEE_DIFFICULTY_TEXT,
    accepted: Math.floor(shares * fee * 4),
    difficulty: difficulty / 4,
    ping: 61,
  });
  return rows.map((row, id) => rowJson(row, id, device, atS)).join(',');
}

/** The pool that gets the shares: the next one if the first does not respond. */
function workedFor({ activePoolId, faults }: SimulatedDevice): number {
  return activePoolId === 0 && faults.has('first-pool-down') ? 1 : activePoolId;
}

function rowJson(row: PoolRow, id: number, device: SimulatedDevice, atS: number): string {
  const rejected = Math.floor(row.accepted * (0.0008 + 0.0015 * unitNoise(device.plan.seed, 50)));
  const isIdle = row.accepted === 0;
  const lastShareS = isIdle ? 0 : 1 + (Math.floor(atS) % 14);
  return JSON.stringify({
    id,
    url: row.url,
    pool_type: row.type,
    user: row.user,
    status: row.status,
    asic_boost: device.plan.model.algorithm === 'sha256d',
    diff: row.diff,
    accepted: row.accepted,
    rejected,
    stale: Math.floor(rejected / 4),
    ls_diff: isIdle ? 0 : row.difficulty,
    ls_time: isIdle ? '0' : `0:00:${String(lastShareS).padStart(2, '0')}`,
    diffa: row.accepted * row.difficulty,
    ping: row.ping,
  });
}

/** 262144 is `262K`, 65536 `65.5K`, 1048576 `1.05M`: three digits, as in cgminer. */
function difficultyText(difficulty: number): string {
  const [value, unit] = difficulty >= 1e6 ? [difficulty / 1e6, 'M'] : [difficulty / 1e3, 'K'];
  return `${value.toPrecision(3)}${unit}`;
}
