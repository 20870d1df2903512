import type { Miner, MinerDetail, MinerModel, Polling } from '../../src-shared/model/index.ts';
import type { StoredModel } from '../store/store.ts';
import { findAttention } from './attention.ts';
import { decideEligibility } from './eligibility.ts';
import type { Entry } from './entry.ts';
import { countFindings } from './standing.ts';

/** The row of one miner, as every caller sees it. No secret can be in it: only whether there is one. */
export function minerRow(entry: Entry, model: StoredModel | null, requireMaxPreset: boolean): Miner {
  const { stored, latest } = entry;
  const polling: Polling = {
    ...decideEligibility(entry, model, requireMaxPreset),
    last_success_at: entry.poll.lastSuccessAt,
    consecutive_failures: entry.poll.failures,
    next_attempt_at: entry.poll.nextAttemptAt,
    last_error: entry.poll.lastError,
  };
  return {
    id: stored.id,
    ip: stored.ip,
    online: stored.ip !== null,
    managed: stored.managed,
    nickname: stored.nickname,
    hostname: stored.hostname,
    model_alias: stored.model_alias,
    model_name: model?.name ?? null,
    algorithm: model?.algorithm ?? null,
    firmware_name: stored.firmware_name,
    firmware_version: stored.firmware_version,
    first_seen_at: stored.first_seen_at,
    last_seen_at: stored.last_seen_at,
    offline_since_at: stored.offline_since_at,
    conflict_ips: [...entry.conflictIps],
    has_api_key: stored.api_key_sealed !== null,
    has_custom_unlock_pass: stored.unlock_pass_sealed !== null,
    max_preset: model?.max_preset ?? null,
    attention: findAttention(entry, model, polling.eligible),
    findings: countFindings(entry, polling.eligible),
    polling,
    latest_status: latest === null ? null : { id: latest.id, recorded_at: latest.recorded_at, ...latest.figures },
  };
}

export function minerDetail(row: Miner, entry: Entry, model: StoredModel | null): MinerDetail {
  return {
    ...row,
    fans: [...(entry.latest?.fans ?? [])],
    chains: [...(entry.latest?.chains ?? [])],
    pools: [...(entry.latest?.pools ?? [])],
    board_layout:
      model === null
        ? null
        : {
            chains: model.chains,
            chips_per_chain: model.chips_per_chain,
            rows: boardRows(model),
          },
  };
}

export function modelRow(model: StoredModel, minerCount: number): MinerModel {
  return {
    alias: model.alias,
    name: model.name,
    algorithm: model.algorithm,
    hr_measure: model.hr_measure,
    chains: model.chains,
    chips_per_chain: model.chips_per_chain,
    board_rows: boardRows(model),
    max_preset: model.max_preset,
    miner_count: minerCount,
    presets: [...model.presets],
  };
}

function boardRows({ board_rows }: StoredModel): number[][] | null {
  return board_rows?.map((row) => [...row]) ?? null;
}
