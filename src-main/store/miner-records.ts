import type {
  Chain,
  ChainSnapshot,
  Fan,
  GroupHistoryPoint,
  Pool,
  Preset,
  StatusFigures,
} from '../../src-shared/model/index.ts';

/** The preset that a miner usually runs. */
interface StoredBaseline {
  readonly preset: string | null;
  readonly running: string;
  readonly running_ms: number;
  readonly accepted: string | null;
  /** What it was seen running (conditions/seen-preset-fall.ts); absent where that PowerHive was older. */
  readonly seen?:
    | {
        readonly steady: string | null;
        readonly latest: string;
        readonly latest_ms: number;
        readonly fell: { readonly from: string; readonly for_ms: number; readonly by_switcher: boolean } | null;
        readonly came_back: boolean;
      }
    | null
    | undefined;
}

/**
 * A miner as it is stored. Secrets are encrypted by the caller: the store never sees a plain one.
 */
export interface StoredMiner {
  readonly id: string;
  /** Its site, one of the `sites` of `StoredFleet`. */
  readonly site_key: number;
  /** The driver that reads it; null until one has recognised it. */
  readonly firmware_kind: string | null;
  /** Current address, with :port if it is not 80; null if it is offline. */
  readonly ip: string | null;
  /** Its last address, kept while it is offline. */
  readonly last_ip: string | null;
  readonly managed: boolean;
  readonly nickname: string | null;
  /** Set by the operator, in their order. */
  readonly tags: readonly string[];
  /** Its place (place.ts); null if the operator has not entered one. */
  readonly place: string | null;
  /** The operator's name for it in the miner's firmware. */
  readonly label: string | null;
  readonly hostname: string | null;
  readonly model_alias: string | null;
  readonly firmware_name: string | null;
  readonly firmware_version: string | null;
  readonly api_key_sealed: string | null;
  readonly unlock_pass_sealed: string | null;
  readonly first_seen_at: number;
  readonly last_seen_at: number | null;
  readonly offline_since_at: number | null;
  /** Names of the presets that this unit has tuned; null until it was read. */
  readonly tuned_presets: readonly string[] | null;
  /** The name of the preset that PowerHive set last; null if it set none. */
  readonly preset_set: string | null;
  /** The preset that it usually runs (conditions/preset-baseline.ts); null until it was seen mining. */
  readonly preset_baseline:
    | (StoredBaseline & {
        /** What it was before an operator accepted a lower preset; absent where there is nothing to take back. */
        readonly undo?: { readonly baseline: StoredBaseline | null } | null | undefined;
      })
    | null;
  /** The last pools that were the farm's own (fleet/readings/pools-before.ts); null until they are known. */
  readonly pools_before: {
    readonly pools: readonly { readonly url: string; readonly user: string }[];
    readonly until_at: number | null;
    readonly next: {
      readonly pools: readonly { readonly url: string; readonly user: string }[];
      readonly since_at: number;
    } | null;
  } | null;
  /**
   * When its current conditions began, by the key of the condition (conditions/found-condition.ts);
   * null if none is known.
   */
  readonly conditions_since: Readonly<Record<string, number>> | null;
  /** Whether one of its fans was ever seen turning. */
  readonly fans_turned: boolean;
}

/** The operator's decisions about a miner; fields that are left out stay as they are. */
export type MinerDecision = Partial<
  Pick<StoredMiner, 'managed' | 'nickname' | 'tags' | 'place' | 'unlock_pass_sealed'>
>;

/** A secret before and after it was encrypted again. */
export interface ReencryptedSecret {
  readonly id: string;
  readonly column: 'api_key_sealed' | 'unlock_pass_sealed';
  readonly before: string;
  readonly after: string;
}

/** A model as it is stored. `max_preset` is the operator's: readings of a miner never change it. */
export interface StoredModel {
  readonly alias: string;
  readonly name: string;
  readonly algorithm: string | null;
  readonly hr_measure: string | null;
  readonly chains: number | null;
  readonly chips_per_chain: number | null;
  readonly board_rows: readonly (readonly number[])[] | null;
  readonly max_preset: string | null;
  readonly presets: readonly Preset[];
}

export interface StatusRecord {
  readonly miner_id: string;
  readonly recorded_at: number;
  readonly figures: StatusFigures;
  readonly fans: readonly Fan[];
  readonly chains: readonly Chain[];
  readonly pools: readonly Pool[];
}

export interface TelemetryRecord {
  readonly miner_id: string;
  readonly recorded_at: number;
  /** Null for a reading of the telemetry loop alone. */
  readonly status_id: number | null;
  readonly chains: readonly ChainSnapshot[];
}

/** A site of miners. `id` is a time-ordered UUID, the same in every copy of the farm. */
export interface StoredSite {
  readonly site_key: number;
  readonly id: string;
  /** Set by the operator; null while there is only one site. */
  readonly name: string | null;
  readonly created_at: number;
}

export interface StatusRange {
  readonly limit: number;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

export interface GroupSeries {
  readonly algorithm: string | null;
  readonly points: GroupHistoryPoint[];
}

/**
 * A time in which a miner was not read; `from_at` and `to_at` are the readings before and after it.
 */
export interface MissedSpan {
  readonly miner_id: string;
  readonly from_at: number;
  readonly to_at: number;
}
