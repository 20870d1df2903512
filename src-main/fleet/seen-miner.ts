import type { Recognised } from '../drivers/driver.ts';
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
  // What it does not say now is as it was known, but for what another firmware said.
  const known = before?.stored ?? null;
  const same = before !== null && before.stored.firmware_kind === kind ? before : null;
  const seen = {
    ip,
    last_ip: ip,
    label: (info.label ?? known?.label) || null,
    hostname: (info.hostname ?? known?.hostname) || null,
    model_alias: info.model_alias ?? known?.model_alias ?? null,
    firmware_kind: kind,
    firmware_name: info.fw_name ?? same?.stored.firmware_name ?? null,
    firmware_version: info.fw_version ?? same?.stored.firmware_version ?? null,
    last_seen_at: now,
    offline_since_at: null,
  };
  const reportedUnit = {
    hr_measure: info.hr_measure ?? same?.reportedUnit.hr_measure ?? null,
    algorithm: info.algorithm ?? same?.reportedUnit.algorithm ?? null,
  };
  const bootedAt = info.uptime_s === null ? (same?.bootedAt ?? null) : now - info.uptime_s * 1000;
  const common = { bootedAt, infoReadAt: now, reportedUnit };
  if (before !== null) {
    return {
      ...before,
      ...common,
      stored: { ...before.stored, ...seen },
      ...(mayBeOtherHardware(before, recognised, bootedAt) && { device: null }),
      ...(before.stored.ip === null && { poll: NEVER_POLLED, readAt: null }),
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
function mayBeOtherHardware(
  { bootedAt: bootedBefore, stored }: Entry,
  { kind, info }: Recognised,
  bootedAt: number | null,
): boolean {
  const restarted = bootedAt !== null && bootedBefore !== null && bootedAt - bootedBefore > BOOT_JITTER_MS;
  const { firmware_version: version } = stored;
  const isOtherVersion = info.fw_version !== null && version !== null && info.fw_version !== version;
  return stored.ip === null || stored.firmware_kind !== kind || isOtherVersion || restarted;
}
