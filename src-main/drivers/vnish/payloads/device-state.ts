import { count, fields, flag, isObject, numberWithin, text, word } from '../../parse-fields.ts';
import type { DeviceState } from '../../readings.ts';

/** Parses `/status`; null if it is neither an object nor the bare state as text. */
export function parseDeviceState(payload: unknown): DeviceState | null {
  if (!isObject(payload) && text(payload) === null) return null;
  const status = fields(payload);
  return {
    ...parseMinerState(payload),
    find_miner: flag(status['find_miner']),
    restart_required: flag(status['restart_required']),
    reboot_required: flag(status['reboot_required']),
    unlock_timeout_s: count(status['unlock_timeout']),
  };
}

/**
 * Parses the fields that `/status` and `miner_status` of `/summary` have in common: an object, or
 * the bare state as text.
 */
export function parseMinerState(
  value: unknown,
): Pick<DeviceState, 'state' | 'state_seconds' | 'state_description' | 'failure_code' | 'throttled_percent'> {
  const state = fields(value);
  return {
    state: word(isObject(value) ? state['miner_state'] : value),
    state_seconds: count(state['miner_state_time']),
    state_description: text(state['description']),
    failure_code: count(state['failure_code']),
    throttled_percent: numberWithin(state['throttled'], 0, 100),
  };
}
