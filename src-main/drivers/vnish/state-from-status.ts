import { isMeantToHash } from '../../../src-shared/judging/firmware-state.ts';
import { isLowHashrate } from '../../../src-shared/judging/hashrate.ts';
import type { DeviceState, StatusReading } from '../readings.ts';

/** The first version that can be throttled. */
const THROTTLES_SINCE = [1, 3] as const;

/**
 * Whether `/status` must be read too, because `/summary` lacks something that changes how the miner
 * is judged: its state, or, if it hashes below its nominal rate, whether it is throttled.
 */
export function needsDeviceState(
  reading: StatusReading,
  firmwareVersion: string | null,
  lowHashratePercent?: number,
): boolean {
  if (reading.state === null) return true;
  const { state, throttled_percent, hashrate_hs, hashrate_nominal_hs } = reading;
  if (throttled_percent !== null || !canThrottle(firmwareVersion) || !isMeantToHash(state)) return false;
  if (hashrate_hs === null || hashrate_nominal_hs === null) return false;
  return isLowHashrate(hashrate_hs / hashrate_nominal_hs, lowHashratePercent);
}

/**
 * Adds to a reading what only `/status` reports. Values of `/summary` take precedence, because they
 * are from the same moment as the figures.
 */
export function withDeviceState(reading: StatusReading, device: DeviceState | null): StatusReading {
  if (device === null) return reading;
  const { state, state_seconds, state_description, failure_code, throttled_percent } = device;
  if (reading.state === null)
    return { ...reading, state, state_seconds, state_description, failure_code, throttled_percent };
  return { ...reading, throttled_percent: reading.throttled_percent ?? throttled_percent };
}

function canThrottle(firmwareVersion: string | null): boolean {
  const match = /^(\d+)\.(\d+)/.exec(firmwareVersion ?? '');
  if (match === null) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > THROTTLES_SINCE[0] || (major === THROTTLES_SINCE[0] && minor >= THROTTLES_SINCE[1]);
}
