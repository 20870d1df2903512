import { fields, integerWithin, isObject, knownText, text } from '../../parse-fields.ts';
import type { DeviceInfo } from '../../readings.ts';
import { otherMake } from '../other-makes.ts';

const SIX_BYTES = /^[0-9a-f]{2}([:-]?)[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}$/i;
/** In the first byte of a MAC address. */
const GROUP_BIT = 1;
const UPTIME = /^(?:(\d{1,6})\s*d(?:ays?)?,?\s*)?(\d{1,3}):(\d{2})$/i;
const UPTIME_WITH_DAYS = /^(\d{1,6}):(\d{1,2}):(\d{2})$/;
const VERSION_MARK = /^v(?=\d)/i;
const LONGEST_UPTIME_S = 1e10;

const OWN_NAME = /vnish|anthill/i;

/** The content of `/info`. */
export interface VnishInfo extends DeviceInfo {
  /** False on rebranded builds, which have the same API under another name. */
  readonly is_vnish: boolean;
}

/**
 * Parses `/info`; null if the host is not a miner of this firmware family. It is one if two of these
 * three are so:
 * - `fw_name` contains VNish or Anthill, in any case;
 * - the response has the shape that only this family sends, `system.network_status`, and `fw_name`
 *   names no other known make: rebrands with the same API (UniPlusOS, 7Miners) are recognised, and
 *   other firmware is not, whatever else it sends;
 * - two of the three names are known. While it starts, firmware may not know its model.
 */
export function parseInfo(payload: unknown): VnishInfo | null {
  if (!isObject(payload)) return null;
  const firmwareName = text(payload['fw_name']);
  const modelAlias = knownText(payload['model']);
  const minerName = knownText(payload['miner']);
  const system = fields(payload['system']);
  const network = fields(system['network_status']);
  const isOwnName = firmwareName !== null && OWN_NAME.test(firmwareName);
  const hasOwnShape = isObject(system['network_status']) && (isOwnName || otherMake(firmwareName) === null);
  const isNamed = [firmwareName, modelAlias, minerName].filter((name) => name !== null).length >= 2;
  // Two of three, so that one bad field does not hide a miner, and one common field does not make
  // another device a miner.
  if ([isOwnName, hasOwnShape, isNamed].filter(Boolean).length < 2) return null;
  return {
    mac: parseMac(network['mac']),
    model_alias: modelAlias,
    miner_name: minerName,
    label: saidText(system['miner_name']),
    fw_name: firmwareName,
    // Some old builds use another name.
    fw_version: parseVersion(payload['fw_version']) ?? parseVersion(payload['firmware_version']),
    is_vnish: firmwareName?.toLowerCase() === 'vnish',
    hr_measure: knownText(payload['hr_measure']),
    algorithm: knownText(payload['algorithm']),
    hostname: saidText(network['hostname']),
    ip: text(network['ip']),
    uptime_s: parseUptimeS(system['uptime']),
    serial: knownText(payload['serial']),
    platform: text(payload['platform']),
    install_type: text(payload['install_type']),
    build_time: text(payload['build_time']),
  };
}

/** Text; `''` if it is sent but empty, and null if it is not sent. */
function saidText(value: unknown): string | null {
  return typeof value === 'string' ? (text(value) ?? '') : null;
}

/** A version as `1.2.7`, also if it is sent as `v1.2.7`. */
function parseVersion(value: unknown): string | null {
  return knownText(value)?.replace(VERSION_MARK, '') ?? null;
}

/**
 * A MAC address in lower case with colons; null if it identifies no machine: invalid, all zeros, or
 * the address of a group (multicast, and all ones).
 */
export function parseMac(value: unknown): string | null {
  const written = text(value);
  if (written === null || !SIX_BYTES.test(written)) return null;
  const digits = written.replaceAll(/[:-]/g, '').toLowerCase();
  if (digits === '000000000000' || (Number.parseInt(digits.slice(0, 2), 16) & GROUP_BIT) !== 0) return null;
  return digits.replaceAll(/..(?=.)/g, '$&:');
}

/**
 * Seconds of `0:06`, ` 1:00`, `1 days, 17:02`, `9 days, 3:58` (hours and minutes) or `1:17:02`
 * (days, hours, minutes).
 */
export function parseUptimeS(value: unknown): number | null {
  if (typeof value === 'number') return integerWithin(value, 0, LONGEST_UPTIME_S);
  const written = text(value);
  if (written === null) return null;
  const match = UPTIME.exec(written) ?? UPTIME_WITH_DAYS.exec(written);
  if (match === null) return null;
  const [, days = '0', hours, minutes] = match;
  return Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60;
}
