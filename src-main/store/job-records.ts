import type {
  ActedState,
  Actor,
  JobAction,
  JobItem,
  JobParams,
  JobRules,
  JobState,
  Verdict,
} from '../../src-shared/model/index.ts';

/** One request that changes a miner: written down before it is sent. */
export interface SentRequest {
  /** The action itself, or the restart that it needs. */
  readonly request: string;
  /** UNIX milliseconds. */
  readonly at: number;
  /** What was answered; null while that is not known, also where the program ended meanwhile. */
  readonly answer: 'accepted' | 'refused' | 'unknown' | 'not_sent' | null;
  readonly message: string | null;
  /** It was not sent because of this computer: no failure of the miner. */
  readonly own?: boolean;
}

/** A job as it is kept. */
export interface StoredJob {
  readonly job_id: string;
  readonly action: JobAction;
  readonly params: JobParams;
  readonly allow_untuned: boolean;
  readonly actor: Actor;
  readonly state: JobState;
  readonly reason: string | null;
  readonly undo_of: string | null;
  /** How often its miners were tried before. */
  readonly retries: number;
  readonly query: string | null;
  readonly waves: readonly number[];
  readonly wave: number;
  readonly created_at: number;
  /** When it was to begin; null is at once. */
  readonly start_at: number | null;
  readonly spread_minutes: number | null;
  /** How it grows and when it stops; null in jobs of before. */
  readonly rules: JobRules | null;
  readonly finished_at: number | null;
  readonly counts: Partial<Record<Verdict, number>>;
}

/** One miner of a job as it is kept. The last five are for carrying it out, and for undoing it. */
export interface StoredJobItem extends JobItem {
  readonly expect: ActedState | null;
  readonly sent: readonly SentRequest[];
  /** What of its own is to be done to this miner, in an undo; null where the job says it. */
  readonly own: unknown;
  /** The very end that was aimed at; null before it was judged. */
  readonly goal: unknown;
  /** What was read of it before the first request. */
  readonly kept: unknown;
}
