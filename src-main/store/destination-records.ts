import type { Destination } from '../../src-shared/model/index.ts';

/**
 * How far a destination has received history. It has all minutes before `at`; if `to` is set, it
 * has the minutes from `at` to before `to` for the miners up to `after_key`.
 */
export interface DestinationPosition {
  readonly at: number;
  readonly to: number | null;
  readonly after_key: number;
  /** The last filled range that it has received. */
  readonly fill_id: number;
  /** What a database receives besides readings; absent until it has received some. */
  readonly tables?: TablesPosition;
}

/** How far a database has received the tables besides readings. */
export interface TablesPosition {
  /** It has incidents and jobs that ended before this time. */
  readonly at: number;
  readonly activity_id: number;
  /**
   * It has slots of five minutes before `slots_at`, and those of the hour that begins then for the
   * miners up to `slots_key`.
   */
  readonly slots_at: number;
  readonly slots_key: number;
}

/**
 * The position of a destination now and a minute before: an engine may lose newer data when it is
 * killed.
 */
export interface KeptPosition extends DestinationPosition {
  readonly safe: DestinationPosition | null;
}

/** A destination as it is stored. Its secret is encrypted by the caller. */
export interface StoredDestination extends Omit<Destination, 'has_secret' | 'state'> {
  readonly secret_sealed: string | null;
  readonly position: KeptPosition;
  readonly sent: number;
  readonly refused: number;
  readonly last_success_at: number | null;
  readonly last_error: string | null;
}

/** The fields that sending changes. */
export type DestinationProgress = Pick<
  StoredDestination,
  'position' | 'sent' | 'refused' | 'last_success_at' | 'last_error'
>;
