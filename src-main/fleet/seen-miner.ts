import type { Recognised } from '../drivers/driver.ts';
import type { DeviceInfo } from '../drivers/readings.ts';
import { type Entry, NEVER_POLLED, newEntry } from './entry.ts';

/** Uptimes are reported in minutes. */
const BOOT_JITTER_MS = 120_000;

/** What seeing a miner at an address changed. */
export type Seen = { readonly isNew: boolean; readonly isBack: boolean; readonly movedFrom: string | null };

/** A miner that responded at an address. */
export interface SeenMiner {
  readonly mac: string;
  readonly ip: string;
  readonly recognised: Recognised;
  /** Where it stands if it is new. */
  readonly site_key: number;
  /** Whether it is managed if it is new. */
  readonly managed: boolean;
}

/** A miner after it responded at an address; `before` is null where it is new. */
export function seenEntry(
  before: Entry | null,
  { mac, ip, recognised, site_key, managed }: SeenMiner,
  now: number,
): Entry {
  const { kind, info } = recognised;
  const seen = {
    ip,
    last_ip: ip,
    label: info.label,
    hostname: info.hostname,
    model_alias: info.model_alias ?? before?.stored.model_alias ?? null,
    firmware_kind: kind,
    firmware_name: info.fw_name,
    firmware_version: info.fw_version,
    last_seen_at: now,
    offline_since_at: null,
  };
  const reportedUnit = { hr_measure: info.hr_measure, algorithm: info.algorithm };
  const bootedAt = info.uptime_s === null ? null : now - info.uptime_s * 1000;
  const common = { bootedAt, infoReadAt: now, reportedUnit };
  if (before !== null) {
    return {
      ...before,
      ...common,
      stored: { ...before.stored, ...seen },
      ...(mayBeOtherHardware(before, info, bootedAt) && { device: null }),
      ...(before.stored.ip === null && { poll: NEVER_POLLED }),
    };
  }
  const decided = { managed, nickname: null, tags: [], place: null, unlock_pass_sealed: null };
  const notRead = {
    api_key_sealed: null,
    tuned_presets: null,
    preset_set: null,
    conditions_since: null,
    fans_turned: false,
  };
  return { ...newEntry({ id: mac, site_key, first_seen_at: now, ...decided, ...notRead, ...seen }, null), ...common };
}

/** What it changes that a miner responded at this address. */
export function whatChanged(before: Entry | null, ip: string): Seen {
  if (before === null) return { isNew: true, isBack: false, movedFrom: null };
  const { ip: wasAt, last_ip } = before.stored;
  return { isNew: false, isBack: wasAt === null, movedFrom: last_ip !== ip ? last_ip : null };
}

/** A restart or another firmware may have brought other boards; so may an absence. */
function mayBeOtherHardware(before: Entry, info: DeviceInfo, bootedAt: number | null): boolean {
  const restarted = bootedAt !== null && before.bootedAt !== null && bootedAt - before.bootedAt > BOOT_JITTER_MS;
  return before.stored.ip === null || before.stored.firmware_version !== info.fw_version || restarted;
}
