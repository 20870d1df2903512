import type { Recognised } from '../drivers/driver.ts';
import { type Entry, NEVER_POLLED, newEntry } from './miner-entry.ts';

/** Tolerance, because uptimes are reported in minutes. */
const BOOT_JITTER_MS = 120_000;

/** What changed because a miner was seen at an address. */
export type Seen = { readonly isNew: boolean; readonly isBack: boolean; readonly movedFrom: string | null };

/** A miner that responded at an address. */
export interface SeenMiner {
  readonly mac: string;
  readonly ip: string;
  readonly recognised: Recognised;
  /** The site of a new miner. */
  readonly site_key: number;
  /** Whether a new miner is managed. */
  readonly managed: boolean;
}

/** When it responded, by the wall clock and the monotonic clock. */
export type SeenAt = { readonly nowMs: number; readonly monotonicMs: number };

/** A miner after it responded at an address; `before` is null for a new one. */
export function seenEntry(
  before: Entry | null,
  { mac, ip, recognised, site_key, managed }: SeenMiner,
  { nowMs: now, monotonicMs }: SeenAt,
): Entry {
  const { kind, info } = recognised;
  // Fields that it does not report stay as they were, except those from another firmware.
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
  const uptimeMs = info.uptime_s === null ? null : info.uptime_s * 1000;
  const bootedAt = uptimeMs === null ? (same?.bootedAt ?? null) : now - uptimeMs;
  const bootedAtMs = uptimeMs === null ? (same?.bootedAtMs ?? null) : monotonicMs - uptimeMs;
  const common = { bootedAt, bootedAtMs, infoReadAt: now, reportedUnit };
  if (before !== null) {
    return {
      ...before,
      ...common,
      stored: { ...before.stored, ...seen, ...(isOtherModel(before, seen) && NO_PRESETS) },
      ...(mayBeOtherHardware(before, recognised, common) && { device: null }),
      ...(before.stored.ip === null && { poll: NEVER_POLLED, readAt: null, isStatusOld: true }),
    };
  }
  const decided = { managed, nickname: null, tags: [], place: null, unlock_pass_sealed: null };
  const notRead = {
    api_key_sealed: null,
    tuned_presets: null,
    ...NO_PRESETS,
    pools_before: null,
    conditions_since: null,
    fans_turned: false,
  };
  return { ...newEntry({ id: mac, site_key, first_seen_at: now, ...decided, ...notRead, ...seen }, null), ...common };
}

/** What is known of presets is of one model: another one has a ladder of its own. */
const NO_PRESETS = { preset_set: null, preset_baseline: null } as const;

/** A control board that was put into another machine keeps its MAC. */
function isOtherModel({ stored }: Entry, seen: Pick<Entry['stored'], 'model_alias'>): boolean {
  return stored.model_alias !== null && stored.model_alias !== seen.model_alias;
}

/** What changes because a miner responded at this address. */
export function whatChanged(before: Entry | null, ip: string): Seen {
  if (before === null) return { isNew: true, isBack: false, movedFrom: null };
  const { ip: wasAt, last_ip } = before.stored;
  return { isNew: false, isBack: wasAt === null, movedFrom: last_ip !== ip ? last_ip : null };
}

/** A restart, another firmware or an absence may have brought other boards. */
function mayBeOtherHardware(before: Entry, { kind, info }: Recognised, after: Boot): boolean {
  const { stored } = before;
  const restarted = hasRestarted(before, after);
  const { firmware_version: version } = stored;
  const isOtherVersion = info.fw_version !== null && version !== null && info.fw_version !== version;
  return stored.ip === null || stored.firmware_kind !== kind || isOtherVersion || restarted;
}

type Boot = Pick<Entry, 'bootedAt' | 'bootedAtMs'>;

/**
 * Whether it was restarted. The monotonic clock decides, independent of changes to the wall clock.
 * But it may stop while this computer sleeps, so that a start seems earlier: then the wall clock
 * decides.
 */
function hasRestarted(before: Boot, after: Boot): boolean {
  const [laterMs, laterByWallMs] = [
    difference(before.bootedAtMs, after.bootedAtMs),
    difference(before.bootedAt, after.bootedAt),
  ];
  return laterMs > BOOT_JITTER_MS || (laterMs < -BOOT_JITTER_MS && laterByWallMs > BOOT_JITTER_MS);
}

/** Zero if either is unknown. */
function difference(from: number | null, to: number | null): number {
  return from === null || to === null ? 0 : to - from;
}
