import type {
  ActivityEntry,
  Incident,
  Job,
  LiveEvent,
  Miner,
  MinerModel,
  MinersChange,
  Recording,
  Scan,
  Watching,
} from '../../../src-shared/model/index.ts';
import { noLongerRecent } from '../../../src-shared/recent-items.ts';
import { shownNowMs } from '../../ui/use-now.ts';
import { JobSteps } from './job-steps.ts';
import { KeyedRows } from './keyed-rows.ts';
import { MinersInJobs } from './miners-in-jobs.ts';

/**
 * The data of the live stream at one moment, for the screens. Parts that did not change are the
 * same objects as before.
 */
export interface LiveView {
  /** `empty`: nothing has arrived; `loading`: the first snapshot is arriving; `whole`: complete. */
  readonly fill: 'empty' | 'loading' | 'whole';
  readonly miners: readonly Miner[];
  readonly models: readonly MinerModel[];
  readonly scan: Scan | null;
  /** The last scan that ended. The next scan may already be running. */
  readonly lastFinishedScan: Scan | null;
  readonly watching: Watching | null;
  readonly recording: Recording | null;
  /** Changes of many miners that are running or ended recently. */
  readonly changes: readonly MinersChange[];
  /** Jobs that are running or ended recently, the newest last. */
  readonly jobs: readonly Job[];
  /** Incidents that are not resolved, the newest last. */
  readonly incidents: readonly Incident[];
  /** The stream fails although there is a connection, so that the data shown becomes stale. */
  readonly broken: boolean;
  /**
   * The rows stand still as they were at this time, UNIX milliseconds: kept by the page, or those of
   * a connection that was lost. Null while they follow the farm.
   */
  readonly asOf: number | null;
  /** Activity since this page was opened, newest first. */
  readonly activity: readonly ActivityEntry[];
}

/** What a page keeps of a farm, to show it until the first snapshot has arrived. */
export type LastFarm = Pick<LiveView, 'miners' | 'models' | 'lastFinishedScan' | 'incidents'> & {
  /** When it was so, UNIX milliseconds. */
  readonly at: number;
};

const ACTIVITY_KEPT = 500;

/** The state that is built from the events of the live stream. */
export class LiveState {
  readonly miners = new KeyedRows<Miner>((miner) => miner.id);
  readonly models = new KeyedRows<MinerModel>((model) => model.alias);
  readonly inJobs = new MinersInJobs();
  readonly jobSteps = new JobSteps();
  #fill: LiveView['fill'] = 'empty';
  #scan: Scan | null = null;
  #lastFinishedScan: Scan | null = null;
  #watching: Watching | null = null;
  #recording: Recording | null = null;
  #changes: readonly MinersChange[] = [];
  #jobs: readonly Job[] = [];
  #incidents: readonly Incident[] = [];
  #activity: readonly ActivityEntry[] = [];
  #nextSeq: number | null = null;
  #inSnapshot = false;
  #broken = false;
  #asOf: number | null = null;

  /** Applies one event. False if events before it are missing: then a new snapshot is needed. */
  apply(event: LiveEvent): boolean {
    if (event.type === 'snapshot') return this.#applySnapshot(event);
    if (event.seq !== this.#nextSeq) return false;
    this.#nextSeq = event.seq + 1;
    switch (event.type) {
      case 'miners':
        for (const miner of event.miners) this.miners.set(miner);
        for (const id of event.removed_ids) this.miners.remove(id);
        break;
      case 'models':
        for (const model of event.models) this.models.set(model);
        break;
      case 'scan':
        this.#scan = event.scan;
        if (event.scan.finished_at !== null) this.#lastFinishedScan = event.scan;
        break;
      case 'watching':
        this.#watching = event.watching;
        break;
      case 'recording':
        this.#recording = event.recording;
        break;
      case 'change': {
        const { change } = event;
        this.#changes = recentOf([...this.#changes.filter(({ change_id }) => change_id !== change.change_id), change]);
        break;
      }
      case 'job': {
        const { job } = event;
        this.inJobs.apply(event);
        // At its old position: if rows swapped under the pointer, Stop could hit another job.
        const place = this.#jobs.findIndex(({ job_id }) => job_id === job.job_id);
        this.#jobs = recentOf(place === -1 ? [...this.#jobs, job] : this.#jobs.with(place, job));
        this.jobSteps.note(job, shownNowMs());
        break;
      }
      case 'incidents': {
        const changed = new Set(event.incidents.map(({ incident_id }) => incident_id));
        const others = this.#incidents.filter(({ incident_id }) => !changed.has(incident_id));
        const listed = [...others, ...event.incidents.filter(({ state }) => state !== 'resolved')];
        const losses = new Map((event.losses ?? []).map((loss) => [loss.incident_id, loss]));
        this.#incidents =
          losses.size === 0 ? listed : listed.map((one) => ({ ...one, ...losses.get(one.incident_id) }));
        break;
      }
      case 'activity':
        this.#activity = newestFirst([...event.entries, ...this.#activity]).slice(0, ACTIVITY_KEPT);
        break;
      default:
        event satisfies never;
    }
    return true;
  }

  /** The next event must begin a snapshot. `broken`: several attempts to get one have failed. */
  expectSnapshot(broken: boolean): void {
    this.#broken = broken;
    this.#nextSeq = null;
    this.#inSnapshot = false;
  }

  /** Shows a farm as it was, until a snapshot replaces it. Only before anything has arrived. */
  restore(farm: LastFarm): void {
    if (this.#fill !== 'empty') return;
    for (const miner of farm.miners) this.miners.set(miner);
    for (const model of farm.models) this.models.set(model);
    this.#scan = farm.lastFinishedScan;
    this.#lastFinishedScan = farm.lastFinishedScan;
    this.#incidents = farm.incidents;
    this.#fill = 'whole';
    this.#asOf = farm.at;
  }

  /** The rows stand still from now on, until a snapshot replaces them. */
  freeze(): void {
    if (this.#fill === 'whole') this.#asOf ??= shownNowMs();
  }

  view(): LiveView {
    return {
      fill: this.#fill,
      miners: this.miners.array,
      models: this.models.array,
      scan: this.#scan,
      lastFinishedScan: this.#lastFinishedScan,
      watching: this.#watching,
      recording: this.#recording,
      changes: this.#changes,
      jobs: this.#jobs,
      incidents: this.#incidents,
      broken: this.#broken,
      asOf: this.#asOf,
      activity: this.#activity,
    };
  }

  /** Only the last chunk carries the sequence number at which changes continue. */
  #applySnapshot(event: Extract<LiveEvent, { type: 'snapshot' }>): boolean {
    if (event.first) {
      this.#inSnapshot = true;
      this.#nextSeq = null;
      this.miners.beginRenewal();
      this.models.beginRenewal();
      if (this.#fill === 'empty') this.#fill = 'loading';
    }
    if (!this.#inSnapshot) return false;
    for (const miner of event.miners) this.miners.set(miner);
    for (const model of event.models ?? []) this.models.set(model);
    if (event.scan !== undefined) this.#scan = event.scan;
    if (event.last_finished_scan !== undefined) this.#lastFinishedScan = event.last_finished_scan;
    if (event.watching !== undefined) this.#watching = event.watching;
    if (event.recording !== undefined) this.#recording = event.recording;
    if (event.changes !== undefined) this.#changes = event.changes;
    if (event.incidents !== undefined) this.#incidents = event.incidents;
    if (event.jobs !== undefined) {
      this.#jobs = event.jobs;
      this.jobSteps.reset(event.jobs, shownNowMs());
    }
    if (event.in_jobs !== undefined) this.inJobs.reset(event.in_jobs);
    if (event.last) {
      this.miners.endRenewal();
      this.models.endRenewal();
      this.#fill = 'whole';
      this.#asOf = null;
      this.#inSnapshot = false;
      this.#broken = false;
      this.#nextSeq = event.seq + 1;
    }
    return true;
  }
}

/** Without the oldest ended ones, of which the page keeps as many as the program. */
function recentOf<Item extends { readonly finished_at: number | null }>(items: readonly Item[]): readonly Item[] {
  const gone = new Set(noLongerRecent(items));
  return gone.size === 0 ? items : items.filter((item) => !gone.has(item));
}

/** Entries without duplicates, the newest first. */
export function newestFirst(entries: readonly ActivityEntry[]): readonly ActivityEntry[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return [...byId.values()].sort((a, b) => b.at - a.at || b.id - a.id);
}
