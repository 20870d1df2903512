import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type {
  ActivityEntry,
  Incident,
  IncidentLoss,
  Job,
  JobItem,
  LiveEvent,
  Miner,
  MinerModel,
  MinersChange,
  Recording,
  Scan,
  Watching,
} from '../../src-shared/model/index.ts';
import { CHUNK_ROWS, FeedChanges } from './feed-changes.ts';
import { FeedSubscriber, type QueuedChange, type QueuedEvent } from './feed-subscriber.ts';

/** The whole state, from which a snapshot is made. */
export interface FeedSource {
  minerIds(): string[];
  miner(id: string): Miner | null;
  models(): MinerModel[];
  scan(): Scan | null;
  lastFinishedScan(): Scan | null;
  watching(): Watching;
  recording(): Recording;
  changes(): MinersChange[];
  jobs(): Job[];
  /** The miners that are in a job now, by job id. */
  minersInJobs(): ReadonlyMap<string, string[]>;
  incidents(): Incident[];
}

/** The first rows of a snapshot fill a screen, and are sent before the rest. */
const FIRST_ROWS = 60;
/** Time for a page to draw these before more rows follow. */
const DRAW_MS = 250;
const BATCH_MS = 100;
/** Interval of model rows: they count all miners, and change with each miner that a scan finds. */
const MODELS_MS = 1000;
const REMEMBERED_EVENTS = 200;

/**
 * The live stream of the program. Changes are collected and sent at most ten times a second, each
 * miner once with its newest row, so that the load of a subscriber is bounded by the size of the
 * farm and not by how often it changes.
 */
export class Feed {
  readonly #source: FeedSource;
  readonly #subscribers = new Set<FeedSubscriber>();
  readonly #recent: QueuedEvent[] = [];
  readonly #changes = new FeedChanges();
  #changedModels = false;
  #modelsSentMs = Number.NEGATIVE_INFINITY;
  #modelsTimer: NodeJS.Timeout | null = null;
  #timer: NodeJS.Timeout | null = null;
  #seq: number;

  /**
   * Sequence numbers start at the clock's milliseconds, so that one from before a restart is never
   * mistaken for one of this run.
   */
  constructor(source: FeedSource, startSeq: number) {
    this.#source = source;
    this.#seq = startSeq;
  }

  minersChanged(ids: Iterable<string>): void {
    this.#changes.miners(ids);
    this.#schedule();
  }

  modelsChanged(): void {
    this.#changedModels = true;
    this.#schedule();
  }

  scanChanged(scan: Scan): void {
    this.#changes.scan(scan);
    this.#schedule();
  }

  watchingChanged(watching: Watching): void {
    this.#changes.watching(watching);
    this.#schedule();
  }

  recordingChanged(recording: Recording): void {
    this.#changes.recording(recording);
    this.#schedule();
  }

  changeStepped(change: MinersChange): void {
    this.#changes.change(change);
    this.#schedule();
  }

  /** A job and these of its miners have changed. `taken` are the miners in the job from now on. */
  jobStepped(job: Job, items: readonly JobItem[], taken?: readonly string[]): void {
    this.#changes.job(job, items, taken);
    this.#schedule();
  }

  /** `losses`: what those lose now of which nothing else changed. */
  incidentsChanged(incidents: readonly Incident[], losses: readonly IncidentLoss[] = []): void {
    this.#changes.incidents(incidents, losses);
    if (incidents.length + losses.length > 0) this.#schedule();
  }

  activityAdded(entries: readonly ActivityEntry[]): void {
    this.#changes.activity(entries);
    this.#schedule();
  }

  /**
   * The stream for one subscriber. `afterSeq` is the last number that it received, null for a new
   * one. Ends when the signal aborts.
   */
  async *events(signal: AbortSignal, afterSeq: number | null): AsyncGenerator<LiveEvent> {
    this.#flush();
    const subscriber = new FeedSubscriber();
    this.#subscribers.add(subscriber);
    const wake = (): void => subscriber.wake();
    signal.addEventListener('abort', wake);
    try {
      const missed = this.#since(afterSeq);
      if (missed === null) yield* this.#snapshot();
      else for (const event of missed) yield this.#filled(event);
      while (!signal.aborted) {
        if (subscriber.overrun) {
          subscriber.clear();
          yield* this.#snapshot();
        }
        const next = subscriber.take();
        if (next === null) await subscriber.somethingNew();
        else yield this.#filled(next);
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.#subscribers.delete(subscriber);
    }
  }

  /** Sends what is waiting and stops the timers; the subscribers' own signals end their streams. */
  close(): void {
    if (this.#modelsTimer !== null) clearTimeout(this.#modelsTimer);
    this.#modelsSentMs = Number.NEGATIVE_INFINITY;
    this.#flush();
  }

  /** What a returning subscriber missed; null if that is not known any more. */
  #since(afterSeq: number | null): QueuedEvent[] | null {
    if (afterSeq === null || afterSeq > this.#seq) return null;
    if (afterSeq === this.#seq) return [];
    const first = this.#recent[0];
    return first !== undefined && first.seq <= afterSeq + 1
      ? this.#recent.filter((event) => event.seq > afterSeq)
      : null;
  }

  /** Other work runs between chunks; rows that change meanwhile are sent again as changes. */
  async *#snapshot(): AsyncGenerator<LiveEvent> {
    const seq = this.#seq;
    const ids = this.#source.minerIds();
    for (let from = 0, to = FIRST_ROWS; from === 0 || from < ids.length; from = to, to += CHUNK_ROWS) {
      if (from === FIRST_ROWS) await pause(DRAW_MS);
      else if (from > 0) await nextTurn();
      const rows = ids.slice(from, to).map((id) => this.#source.miner(id));
      const last = to >= ids.length;
      yield {
        seq: last ? seq : 0,
        type: 'snapshot',
        first: from === 0,
        last,
        miners: rows.filter((row) => row !== null),
        ...(from === 0 && {
          models: this.#source.models(),
          scan: this.#source.scan(),
          last_finished_scan: this.#source.lastFinishedScan(),
          watching: this.#source.watching(),
          recording: this.#source.recording(),
          changes: this.#source.changes(),
          jobs: this.#source.jobs(),
          in_jobs: [...this.#source.minersInJobs()].map(([job_id, inJob]) => ({ job_id, ids: inJob })),
          incidents: this.#source.incidents(),
        }),
      };
    }
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const event of this.#changes.takeMiners()) this.#send(event);
    this.#flushModels();
    for (const event of this.#changes.takeOthers()) this.#send(event);
  }

  #flushModels(): void {
    if (!this.#changedModels) return;
    const monotonicMs = performance.now();
    const waitMs = this.#modelsSentMs + MODELS_MS - monotonicMs;
    if (waitMs > 0) {
      this.#modelsTimer ??= setTimeout(() => {
        this.#modelsTimer = null;
        this.#schedule();
      }, waitMs);
      return;
    }
    this.#changedModels = false;
    this.#modelsSentMs = monotonicMs;
    this.#send({ type: 'models' });
  }

  /** The event with the current rows of its miners, or of the models. */
  #filled(event: QueuedEvent): LiveEvent {
    if (event.type === 'models') return { ...event, models: this.#source.models() };
    if (event.type !== 'miners') return event;
    const rows = event.ids.map((id) => this.#source.miner(id));
    return {
      seq: event.seq,
      type: 'miners',
      miners: rows.filter((row) => row !== null),
      removed_ids: event.ids.filter((_, i) => rows[i] === null),
    };
  }

  #send(change: QueuedChange): void {
    this.#seq += 1;
    const event: QueuedEvent = { seq: this.#seq, ...change };
    this.#recent.push(event);
    if (this.#recent.length > REMEMBERED_EVENTS) this.#recent.shift();
    for (const subscriber of this.#subscribers) subscriber.give(event);
  }
}
