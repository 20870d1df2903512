import type { DeviceState } from '../readings.ts';
import { count, flag, isObject, numberWithin, text } from './fields.ts';

/** Reads `/status`; null where it is no object. */
export function parseDeviceState(payload: unknown): DeviceState | null {
  if (!isObject(payload)) return null;
  return {
    ...parseMinerState(payload),
    find_miner: flag(payload['find_miner']),
    restart_required: flag(payload['restart_required']),
    reboot_required: flag(payload['reboot_required']),
    unlock_timeout_s: count(payload['unlock_timeout']),
  };
}

/** The part that `/status` and `miner_status` of `/summary` have in common. */
export function parseMinerState(
  state: Readonly<Record<string, unknown>>,
): Pick<DeviceState, 'state' | 'state_seconds' | 'state_description' | 'failure_code' | 'throttled_percent'> {
  return {
    state: text(state['miner_state']),
    state_seconds: count(state['miner_state_time']),
    state_description: text(state['description']),
    failure_code: count(state['failure_code']),
    throttled_percent: numberWithin(state['throttled'], 0, 100),
  };
}
