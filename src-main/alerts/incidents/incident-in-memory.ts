import { severityRank } from '../../../src-shared/alerts/severity-rank.ts';
import type { Actor, IncidentCause, IncidentEvent } from '../../../src-shared/model/index.ts';
import type { IncidentEnd, IncidentWrite, StoredIncident, StoredMember } from '../../store/store.ts';

/** The key of a fault of an incident: of a miner, or of another subject (subjects.ts). */
export function memberKey({ miner_id, rule_id }: Pick<StoredMember, 'miner_id' | 'rule_id'>): string {
  return `${rule_id}\n${miner_id}`;
}

/** A loss is stored again after it grew by this share: each minute would write all incidents. */
const LOSS_GREW_SHARE = 0.05;

/** An incident in memory, with its changes that are not on disk yet. */
export class IncidentInMemory {
  row: StoredIncident;
  /** The number of miners in its latest title; null if unknown. */
  shownMiners: number | null = null;
  /** Of a new one, from when on its loss is not counted yet; null if it is counted with each round. */
  lossFromAt: number | null = null;
  /** The timeline entry of its end; null if it is not over. */
  end: IncidentEnd | null = null;
  readonly #members = new Map<string, StoredMember>();
  readonly #unsavedMembers = new Set<string>();
  #unsavedEntries: IncidentEvent[] = [];
  #isUnsaved = false;
  /** Whether callers have not been shown its present state. */
  #isNews = false;
  #storedLoss: number;
  /** With which it was last written: what became worse since then is news for the activity. */
  #storedSeverity: StoredIncident['severity'];

  constructor(row: StoredIncident, members: readonly StoredMember[] = []) {
    this.row = row;
    this.#storedLoss = row.hashrate_lost_hash;
    this.#storedSeverity = row.severity;
    for (const member of members) this.#members.set(memberKey(member), member);
  }

  get id(): string {
    return this.row.incident_id;
  }

  get cause(): IncidentCause {
    return { kind: this.row.cause_kind, key: this.row.cause_key };
  }

  /** The miner by which it is named: that of its cause, or the last one of a group; null if it is about many. */
  get namedMinerId(): string | null {
    if (this.row.cause_kind === 'miner') return this.row.cause_key;
    let only: string | null = null;
    for (const { miner_id, left_at } of this.#members.values()) {
      if (left_at !== null || miner_id === only) continue;
      if (only !== null) return null;
      only = miner_id;
    }
    return only;
  }

  get isResolved(): boolean {
    return this.row.resolved_at !== null;
  }

  /** By its key (`memberKey`), even if it has left; null if it never was a member. */
  member(key: string): StoredMember | null {
    return this.#members.get(key) ?? null;
  }

  /** All faults that it ever had. */
  members(): StoredMember[] {
    return [...this.#members.values()];
  }

  /** Its current faults. */
  present(): StoredMember[] {
    return this.members().filter(({ left_at }) => left_at === null);
  }

  /** Whether a current fault satisfies `isSo`, without building a list of them. */
  isAnyPresent(isSo: (member: StoredMember) => boolean): boolean {
    for (const member of this.#members.values()) if (member.left_at === null && isSo(member)) return true;
    return false;
  }

  change(fields: Partial<StoredIncident>): void {
    this.row = { ...this.row, ...fields };
    this.#noteNews();
  }

  /**
   * Takes over what only grows with time. It is stored with the next change; without one, if
   * `isDue`, once the loss has grown by a share that matters.
   */
  keep(fields: Partial<StoredIncident>, isDue: boolean): void {
    this.row = { ...this.row, ...fields };
    const isWait = fields.unattended_since_at !== undefined;
    const isMore = this.row.hashrate_lost_hash > this.#storedLoss * (1 + LOSS_GREW_SHARE);
    if (isDue && (isWait || isMore)) this.#isUnsaved = true;
  }

  put(member: StoredMember): void {
    const key = memberKey(member);
    this.#members.set(key, member);
    this.#unsavedMembers.add(key);
    this.#noteNews();
  }

  note(at: number, event: IncidentEvent['event'], message: string | null = null, actor: Actor | null = null): void {
    this.#add({ at, event, actor, message, job_id: null });
  }

  /** Notes the outcome of a job that a rule has started. */
  noteJob(at: number, message: string, { jobId, actor }: { readonly jobId: string; readonly actor: Actor }): void {
    this.#add({ at, event: 'acted', actor, message, job_id: jobId });
  }

  #add(entry: IncidentEvent): void {
    this.#unsavedEntries.push(entry);
    this.#noteNews();
  }

  #noteNews(): void {
    this.#isUnsaved = true;
    this.#isNews = true;
  }

  /** Whether it has changed, apart from its loss, since the last call. */
  takeNews(): boolean {
    const isNews = this.#isNews;
    this.#isNews = false;
    return isNews;
  }

  get isUnsaved(): boolean {
    return this.#isUnsaved;
  }

  /** Timeline entries that are not written yet. */
  get unsavedEntries(): readonly IncidentEvent[] {
    return this.#unsavedEntries;
  }

  /** Removes entries that are already written, with the severity that was written with them. */
  forgetWritten({ incident, timeline }: Pick<IncidentWrite, 'incident' | 'timeline'>): void {
    this.#storedSeverity = incident.severity;
    this.#unsavedEntries = this.#unsavedEntries.filter(
      ({ at, event }) => !timeline.some((other) => other.at === at && other.event === event),
    );
  }

  /**
   * Takes the changes to write, which then count as written; `undo` reverts that. `isWorse`: its
   * severity rose since the last write.
   */
  takeWrite(): { readonly write: IncidentWrite; readonly isWorse: boolean; readonly undo: () => void } {
    const keys = [...this.#unsavedMembers];
    const timeline = this.#unsavedEntries;
    const members = keys.flatMap((key) => this.#members.get(key) ?? []);
    this.#unsavedMembers.clear();
    this.#unsavedEntries = [];
    this.#isUnsaved = false;
    const storedLoss = this.#storedLoss;
    this.#storedLoss = this.row.hashrate_lost_hash;
    const storedSeverity = this.#storedSeverity;
    this.#storedSeverity = this.row.severity;
    return {
      write: { incident: this.row, members, timeline },
      isWorse: severityRank(this.row.severity) > severityRank(storedSeverity),
      undo: () => {
        for (const key of keys) this.#unsavedMembers.add(key);
        this.#unsavedEntries = [...timeline, ...this.#unsavedEntries];
        this.#isUnsaved = true;
        this.#storedLoss = storedLoss;
        this.#storedSeverity = storedSeverity;
      },
    };
  }
}
