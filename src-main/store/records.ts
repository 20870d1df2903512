import type {
  Chain,
  ChainSnapshot,
  Fan,
  GroupHistoryPoint,
  Pool,
  Preset,
  StatusFigures,
} from '../../src-shared/model/index.ts';

/**
 * A miner as it is kept. Secrets are encrypted before they come here: the store never sees one in
 * clear.
 */
export interface StoredMiner {
  readonly id: string;
  /** Where it stands: one of the `sites` of `StoredFleet`. */
  readonly site_key: number;
  /** Which driver reads it; null until one recognised it. */
  readonly firmware_kind: string | null;
  /** Present address with :port where that is not 80; null = offline. */
  readonly ip: string | null;
  /** Where it was last seen, kept while it is offline. */
  readonly last_ip: string | null;
  readonly managed: boolean;
  readonly nickname: string | null;
  /** The operator's, in their order. */
  readonly tags: readonly string[];
  /** Where it stands (place.ts); null where the operator has not said. */
  readonly place: string | null;
  /** The operator's own name for it, kept in the miner's firmware. */
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
  /** Names of the presets that this very unit has tuned; null until it was asked. */
  readonly tuned_presets: readonly string[] | null;
  /** The preset that PowerHive set last, by its name; null where it set none. */
  readonly preset_set: string | null;
  /**
   * When what is wrong with it now began, by the key of the condition
   * (conditions/found-condition.ts); null where nothing is known to be wrong.
   */
  readonly conditions_since: Readonly<Record<string, number>> | null;
  /** Whether any of its fans was ever seen turning. */
  readonly fans_turned: boolean;
}

/** What the operator decides about a miner; what is left out stays as it is. */
export type MinerDecision = Partial<
  Pick<StoredMiner, 'managed' | 'nickname' | 'tags' | 'place' | 'unlock_pass_sealed'>
>;

/** The same secret encrypted in another way. */
export interface ReencryptedSecret {
  readonly id: string;
  readonly column: 'api_key_sealed' | 'unlock_pass_sealed';
  readonly before: string;
  readonly after: string;
}

/**
 * A model as it is kept. `max_preset` is the operator's: writing what a miner says never touches
 * it.
 */
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
  /** Null for what the telemetry loop takes on its own. */
  readonly status_id: number | null;
  readonly chains: readonly ChainSnapshot[];
}

/** A place where miners stand. `id` is a time-ordered UUID, the same in every copy of the farm. */
export interface StoredSite {
  readonly site_key: number;
  readonly id: string;
  /** The operator's; null while there is one site only. */
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

/** A time in which a miner was not read; `from_at` and `to_at` are the readings before and after it. */
export interface MissedSpan {
  readonly miner_id: string;
  readonly from_at: number;
  readonly to_at: number;
}
