import type { Destination } from '../../src-shared/model/index.ts';

/**
 * Up to where a destination has what is kept. All minutes before `at` are there; where `to` is set,
 * the minutes from `at` until before it are there for the miners up to `after_key`.
 */
export interface DestinationPosition {
  readonly at: number;
  readonly to: number | null;
  readonly after_key: number;
  /** The last of the filled ranges that is there. */
  readonly fill_id: number;
  /** What a database gets beside readings; absent until it has got some. */
  readonly tables?: TablesPosition;
}

/** Up to where a database has the tables beside the readings. */
export interface TablesPosition {
  /** Incidents and jobs that ended before are there. */
  readonly at: number;
  readonly activity_id: number;
  /**
   * Slots of five minutes before `slots_at` are there; of the hour that begins then, for the miners
   * up to `slots_key`.
   */
  readonly slots_at: number;
  readonly slots_key: number;
}

/**
 * Where a destination is, and where it was a minute before: what is younger an engine may lose when
 * it is killed.
 */
export interface KeptPosition extends DestinationPosition {
  readonly safe: DestinationPosition | null;
}

/** A destination as it is kept. Its secret is encrypted before it comes here. */
export interface StoredDestination extends Omit<Destination, 'has_secret' | 'state'> {
  readonly secret_sealed: string | null;
  readonly position: KeptPosition;
  readonly sent: number;
  readonly refused: number;
  readonly last_success_at: number | null;
  readonly last_error: string | null;
}

/** What sending changes. */
export type DestinationProgress = Pick<
  StoredDestination,
  'position' | 'sent' | 'refused' | 'last_success_at' | 'last_error'
>;
