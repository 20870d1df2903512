import type {
  ActivityEntry,
  Incident,
  IncidentLoss,
  Job,
  JobItem,
  MinersChange,
  Recording,
  Scan,
  Watching,
} from '../../src-shared/model/index.ts';
import type { QueuedChange } from './feed-subscriber.ts';

/** Rows in one event. */
export const CHUNK_ROWS = 500;

/**
 * What has changed since the last batch of the live stream: of each thing the newest state. The
 * rows of models are batched by the feed itself.
 */
export class FeedChanges {
  readonly #miners = new Set<string>();
  #scan: Scan | null = null;
  /** The end of a scan, kept separate from the start of the next one until both are sent. */
  #scanEnd: Scan | null = null;
  #watching: Watching | null = null;
  #recording: Recording | null = null;
  readonly #changes = new Map<string, MinersChange>();
  readonly #jobs = new Map<string, { job: Job; items: Map<string, JobItem>; taken: readonly string[] }>();
  readonly #incidents = new Map<string, Incident>();
  readonly #losses = new Map<string, IncidentLoss>();
  #activity: ActivityEntry[] = [];

  miners(ids: Iterable<string>): void {
    for (const id of ids) this.#miners.add(id);
  }

  scan(scan: Scan): void {
    if (scan.finished_at === null) this.#scan = scan;
    else {
      this.#scanEnd = scan;
      this.#scan = null;
    }
  }

  watching(watching: Watching): void {
    this.#watching = watching;
  }

  recording(recording: Recording): void {
    this.#recording = recording;
  }

  change(change: MinersChange): void {
    this.#changes.set(change.change_id, change);
  }

  /** A job and these of its miners have changed. `taken` are the miners in the job from now on. */
  job(job: Job, items: readonly JobItem[], taken?: readonly string[]): void {
    const waiting = this.#jobs.get(job.job_id);
    const changed = waiting?.items ?? new Map<string, JobItem>();
    for (const item of items) changed.set(item.id, item);
    this.#jobs.set(job.job_id, { job, items: changed, taken: taken ?? waiting?.taken ?? [] });
  }

  incidents(incidents: readonly Incident[], losses: readonly IncidentLoss[] = []): void {
    for (const incident of incidents) {
      this.#incidents.set(incident.incident_id, incident);
      this.#losses.delete(incident.incident_id);
    }
    for (const loss of losses) this.#losses.set(loss.incident_id, loss);
  }

  activity(entries: readonly ActivityEntry[]): void {
    this.#activity.push(...entries);
  }

  /** The changed miners, as events. */
  takeMiners(): QueuedChange[] {
    const ids = [...this.#miners];
    this.#miners.clear();
    const parts = Array.from({ length: Math.ceil(ids.length / CHUNK_ROWS) }, (_, part) => part * CHUNK_ROWS);
    return parts.map((from) => ({ type: 'miners', ids: ids.slice(from, from + CHUNK_ROWS) }));
  }

  /** Everything else that has changed, as events. */
  takeOthers(): QueuedChange[] {
    const events: QueuedChange[] = [];
    if (this.#scanEnd !== null) events.push({ type: 'scan', scan: this.#scanEnd });
    if (this.#scan !== null) events.push({ type: 'scan', scan: this.#scan });
    if (this.#watching !== null) events.push({ type: 'watching', watching: this.#watching });
    if (this.#recording !== null) events.push({ type: 'recording', recording: this.#recording });
    for (const change of this.#changes.values()) events.push({ type: 'change', change });
    for (const { job, items, taken } of this.#jobs.values()) {
      events.push({ type: 'job', job, items: [...items.values()], ...(taken.length > 0 && { taken: [...taken] }) });
    }
    const losses = [...this.#losses.values()];
    if (this.#incidents.size + losses.length > 0) {
      const incidents = [...this.#incidents.values()];
      events.push({ type: 'incidents', incidents, ...(losses.length > 0 && { losses }) });
    }
    if (this.#activity.length > 0) events.push({ type: 'activity', entries: this.#activity });
    [this.#scanEnd, this.#scan, this.#watching, this.#recording] = [null, null, null, null];
    this.#changes.clear();
    this.#jobs.clear();
    this.#incidents.clear();
    this.#losses.clear();
    this.#activity = [];
    return events;
  }
}
