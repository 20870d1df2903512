import type {
  ActedState,
  Actor,
  JobAction,
  JobItem,
  JobParams,
  JobRules,
  JobState,
  LeftOut,
  PauseEnd,
  Verdict,
} from '../../src-shared/model/index.ts';

/** A request that changes a miner; stored before it is sent. */
export interface SentRequest {
  /** The action, or the restart that it needs. */
  readonly request: string;
  /** UNIX milliseconds. */
  readonly at: number;
  /** The response; null while it is unknown, or if the program ended before it. */
  readonly answer: 'accepted' | 'refused' | 'unknown' | 'not_sent' | null;
  readonly message: string | null;
  /** It was not sent because of this computer: not a failure of the miner. */
  readonly own?: boolean;
}

/** A job as it is stored. */
export interface StoredJob {
  readonly job_id: string;
  readonly action: JobAction;
  readonly params: JobParams;
  readonly allow_untuned: boolean;
  readonly actor: Actor;
  readonly state: JobState;
  readonly reason: string | null;
  readonly undo_of: string | null;
  /** The end of a pause; null if it has none. Written by `updatePauseEnd` once the job is stored. */
  readonly pause_end: PauseEnd | null;
  /** The pause whose end this job is. */
  readonly resume_of: string | null;
  readonly retry_of: string | null;
  /** How many times its miners were tried before. */
  readonly retries: number;
  readonly query: string | null;
  /** Which miners it is on, in a few words, as they were named and placed then. */
  readonly miners_text: string | null;
  readonly waves: readonly number[];
  readonly wave: number;
  readonly created_at: number;
  /** When it starts; null for immediately. */
  readonly start_at: number | null;
  readonly spread_minutes: number | null;
  /** How it grows and when it halts; null in jobs of earlier versions. */
  readonly rules: JobRules | null;
  readonly finished_at: number | null;
  readonly counts: Partial<Record<Verdict, number>>;
  /** Why planned miners were left out at their turn. */
  readonly left_out: readonly LeftOut[];
}

/** One miner of a job as it is stored. The last five fields are for running and undoing it. */
export interface StoredJobItem extends JobItem {
  readonly expect: ActedState | null;
  readonly sent: readonly SentRequest[];
  /** The miner's own order, in an undo or a retry; null if it is that of the job. */
  readonly own: unknown;
  /** The goal for this miner, of the preview until its turn; null in plans of earlier versions. */
  readonly goal: unknown;
  /** The reading before the first request. */
  readonly kept: unknown;
  /** Of a paused miner: when it was seen that someone has resumed it, or that it stopped itself. */
  readonly released_at?: number | null;
}

/** Another job that named a miner of a pause, since that pause. */
export interface LaterOrder {
  readonly id: string;
  readonly action: JobAction;
  /** A request was sent, or may have been; else the job found the miner paused already. */
  readonly was_sent: boolean;
  /** When the miners of that job are resumed; null for never. */
  readonly resume_at: number | null;
  /** What came of it, where that job was to resume the miners of this pause; null for other jobs. */
  readonly tried: TriedResume | null;
}

/** A miner in a job that was to resume the miners of a pause. */
export interface TriedResume extends Pick<StoredJobItem, 'verdict' | 'code' | 'message'> {
  /** Why that job ended early. */
  readonly reason: string | null;
}
