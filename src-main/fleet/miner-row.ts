import type { ConditionCode } from '../../src-shared/condition-kinds.ts';
import { countBoardsOn } from '../../src-shared/judging/boards-on.ts';
import { countWeakChips } from '../../src-shared/judging/chip-grades.ts';
import { loweredOf } from '../../src-shared/judging/lowered-hashrate.ts';
import { isAboveMaxPreset } from '../../src-shared/judging/max-preset.ts';
import { operatorPoolUrls } from '../../src-shared/judging/pools.ts';
import { ownLabel } from '../../src-shared/miner/miner-name.ts';
import type {
  AtItsAddress,
  Condition,
  Miner,
  MinerDetail,
  MinerModel,
  Polling,
  Rack,
} from '../../src-shared/model/index.ts';
import { countAnomalies } from '../conditions/anomalies.ts';
import { attentionOf } from '../conditions/attention.ts';
import { byCause, conditionsOf } from '../conditions/current-conditions.ts';
import { fellFrom, ownPreset } from '../conditions/preset-baseline.ts';
import { frozenSince, isWarmedUp, isWarmingUp, type ReadingTrend } from '../conditions/reading-trend.ts';
import { rejectedPercent } from '../conditions/rejected-shares.ts';
import { boardsShown, fallenHs, lostFansOf } from '../conditions/status-conditions.ts';
import type { DriverTraits } from '../drivers/driver.ts';
import type { StoredModel } from '../store/store.ts';
import type { Entry, LiveStatus } from './miner-entry.ts';
import { decideEligibility } from './polling-eligibility.ts';
import { presetFacts } from './readings/after-reading.ts';
import { statusFacts } from './readings/status-facts.ts';
import { unitHardware } from './readings/unit-hardware.ts';
import type { UsualOfMiner } from './usual-of-farm.ts';

/** What a row depends on besides its miner and model. */
export interface RowContext {
  readonly requireMaxPreset: boolean;
  /** How often boards are read, in milliseconds. */
  readonly telemetryMs: number;
  readonly site: { readonly id: string; readonly name: string | null };
  /** The rack of the miner; null if it was not described. */
  readonly rack: Pick<Rack, 'pdu' | 'switch'> | null;
  /** Its driver; null if its firmware is not known. */
  readonly driver: Pick<DriverTraits, 'capabilities'> | null;
  /** What most miners like it have. */
  readonly usual: UsualOfMiner;
  /** The miner that answers at its last address, while it is offline. */
  readonly atItsAddress: AtItsAddress | null;
}

/** The row of one miner, as every caller gets it. It contains no secrets. */
export function minerRow(
  entry: Entry,
  model: StoredModel | null,
  { requireMaxPreset, telemetryMs, site, rack, driver, usual, atItsAddress }: RowContext,
): Miner {
  const { stored, latest, trend } = entry;
  const polling: Polling = {
    ...decideEligibility(entry, model, requireMaxPreset, driver),
    last_success_at: entry.poll.lastSuccessAt,
    consecutive_failures: entry.poll.failures,
    next_attempt_at: entry.poll.nextAttemptAt,
    last_error: entry.poll.lastError,
  };
  const unit = unitHardware(entry, model);
  const conditions = conditionsOf(entry, { isRead: polling.eligible, telemetryMs, atItsAddress });
  return {
    id: stored.id,
    site_id: site.id,
    site_name: site.name,
    firmware_kind: stored.firmware_kind,
    ip: stored.ip,
    online: stored.ip !== null,
    managed: stored.managed,
    nickname: stored.nickname,
    tags: [...stored.tags],
    place: stored.place,
    pdu: rack?.pdu ?? null,
    switch: rack?.switch ?? null,
    label: ownLabel(stored),
    hostname: stored.hostname,
    model_alias: stored.model_alias,
    model_name: model?.name ?? null,
    algorithm: unit.algorithm,
    firmware_name: stored.firmware_name,
    firmware_version: stored.firmware_version,
    first_seen_at: stored.first_seen_at,
    last_seen_at: stored.last_seen_at,
    offline_since_at: stored.offline_since_at,
    last_ip: stored.last_ip,
    at_its_address: atItsAddress,
    conflict_ips: [...entry.conflictIps],
    has_api_key: stored.api_key_sealed !== null,
    has_custom_unlock_pass: stored.unlock_pass_sealed !== null,
    max_preset: model?.max_preset ?? null,
    usual_preset: usual.preset,
    usual_firmware: usual.firmware,
    usual_pools: usual.pools === null ? null : [...usual.pools],
    preset_fall: latest === null ? null : presetFall(entry, latest, model, conditions),
    own_preset: ownPreset(presetFacts(entry, model)),
    lowered: latest === null ? null : lowered(entry, latest, model, usual.preset),
    attention: attentionOf(conditions),
    findings: countAnomalies(conditions),
    polling,
    settling: latest !== null && isWarmingUp(trend, latest),
    boards_on: latest === null ? null : boardsOn({ ...entry, latest }, model, telemetryMs),
    weak_chips: latest === null ? null : weakChips(trend, latest),
    rejected_percent: latest === null ? null : rejectedPercent(trend.shareRate),
    pool_urls: latest === null ? null : operatorPoolUrls(latest.pools),
    paused_until: entry.pausedUntil?.until_at ?? null,
    paused_by: entry.pausedUntil?.job_id ?? null,
    figures_unchanged_since_at: latest === null ? null : frozenSince(trend, latest),
    latest_status: latest === null ? null : { id: latest.id, recorded_at: latest.recorded_at, ...latest.figures },
  };
}

/** Null in the first minutes, when all chips are red, and while tuning, when the tuner decides. */
function weakChips(trend: ReadingTrend, latest: LiveStatus): Miner['weak_chips'] {
  return isWarmedUp(trend, latest) ? countWeakChips(latest.chains) : null;
}

/** Problems that cost what the preset is lower: the fall itself, and the heat that makes it fall. */
const WITH_FALL: ReadonlySet<string> = new Set<ConditionCode>(['preset_fell', 'cooling_at_limit', 'hot']);

/** From which preset it fell, while that is one of its problems or comes of one, and not only a notice. */
function presetFall(
  entry: Entry,
  { figures }: LiveStatus,
  model: StoredModel | null,
  conditions: readonly Condition[],
): Miner['preset_fall'] {
  if (!conditions.some(({ code, severity }) => WITH_FALL.has(code) && severity !== 'notice')) return null;
  const from = fellFrom(figures.preset, presetFacts(entry, model));
  return from === null ? null : { from, hashrate_lost_hs: fallenHs(figures, from, model?.presets ?? []) };
}

/** Its own usual preset comes before that of its model. */
function lowered(
  entry: Entry,
  { figures, chains }: LiveStatus,
  model: StoredModel | null,
  usualPreset: string | null,
): Miner['lowered'] {
  const presets = model?.presets ?? [];
  const isBelowUsual = isAboveMaxPreset(usualPreset, figures.preset, presets);
  const name = fellFrom(figures.preset, presetFacts(entry, model)) ?? (isBelowUsual ? usualPreset : null);
  const boards = countBoardsOn(chains, unitHardware(entry, model).own_chains);
  return loweredOf(figures, boards, name === null ? null : { name, lessHs: fallenHs(figures, name, presets) });
}

/** A missing board is not on, although it is expected to hash. */
function boardsOn(entry: Entry & { readonly latest: LiveStatus }, model: StoredModel | null, telemetryMs: number) {
  const facts = statusFacts(entry, model, telemetryMs);
  return countBoardsOn(entry.latest.chains, facts.unit.own_chains, boardsShown(facts).length);
}

export function minerDetail(
  row: Miner,
  entry: Entry,
  model: StoredModel | null,
  conditions: readonly Condition[],
): MinerDetail {
  const { latest, stored } = entry;
  const unit = unitHardware(entry, model);
  const lost = latest === null ? [] : lostFansOf({ status: latest, fansTurned: stored.fans_turned, unit });
  return {
    ...row,
    conditions: [...conditions].sort(byCause),
    fans: [...(latest?.fans ?? [])],
    lost_fan_ids: lost.map(({ fan_id }) => fan_id),
    chains: [...(latest?.chains ?? [])],
    pools: [...(latest?.pools ?? [])],
    pools_before: poolsBeforeOf(entry),
    tuned_presets: stored.tuned_presets === null ? null : [...stored.tuned_presets],
    board_layout:
      model === null && entry.device === null
        ? null
        : { chains: unit.chains, chips_per_chain: unit.chips_per_chain, rows: boardRows(unit) },
  };
}

/** Null while it has its own pools, or other own ones that are not yet those to put back. */
function poolsBeforeOf({ stored: { pools_before: known } }: Entry): MinerDetail['pools_before'] {
  if (known === null || known.until_at === null) return null;
  return { pools: known.pools.map(({ url, user }) => ({ url, user })), until_at: known.until_at };
}

/**
 * A model as every caller gets it. `units` are its miners, from which tuned presets are counted.
 */
export function modelRow(model: StoredModel, units: readonly Entry[]): MinerModel {
  const tunedOn = new Map<string, number>();
  let isTuningKnown = false;
  for (const { tuned_presets } of units.map(({ stored }) => stored)) {
    isTuningKnown ||= tuned_presets !== null;
    for (const name of tuned_presets ?? []) tunedOn.set(name, (tunedOn.get(name) ?? 0) + 1);
  }
  return {
    alias: model.alias,
    name: model.name,
    algorithm: model.algorithm,
    hr_measure: model.hr_measure,
    chains: model.chains,
    chips_per_chain: model.chips_per_chain,
    board_rows: boardRows(model),
    max_preset: model.max_preset,
    miner_count: units.length,
    presets: model.presets.map((preset) => {
      const tuned_miners = tunedOn.get(preset.name) ?? 0;
      return { ...preset, status: isTuningKnown ? (tuned_miners > 0 ? 'tuned' : 'untuned') : null, tuned_miners };
    }),
  };
}

function boardRows({ board_rows }: Pick<StoredModel, 'board_rows'>): number[][] | null {
  return board_rows?.map((row) => [...row]) ?? null;
}
