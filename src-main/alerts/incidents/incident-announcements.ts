import type { Escalation, Incident, Rule } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/units.ts';
import type { Clock } from '../../runtime/clock.ts';
import { withTimeout } from '../../runtime/with-timeout.ts';
import type { Store } from '../../store/store.ts';
import type { Announcement, AnnouncementPort } from '../announcement.ts';
import type { CauseRateLimit } from './cause-rate-limit.ts';
import { rateLimitKey } from './causes.ts';
import { escalationOf, isEscalationDue } from './escalation.ts';
import type { IncidentSet } from './incident-set.ts';
import type { IncidentViews } from './incident-views.ts';
import type { OpenIncident } from './open-incident.ts';

export interface IncidentAnnouncementsOptions {
  readonly store: Pick<Store, 'saveIncidents'>;
  readonly clock: Clock;
  readonly announcements: AnnouncementPort;
  /** By the settings: who is notified of critical incidents that are not acknowledged. */
  readonly escalation: () => Escalation | null;
  readonly onError: (error: unknown) => void;
}

/** A disk that has not answered after so long holds back no message. */
const DISK_MS = 30_000;
const NO_ANSWER = 'The database has not answered for 30 s';

/**
 * Keeps what changed of the incidents, and says it. Each is on disk before it is said, and counts
 * as said only with the write after that: a kill at any moment loses none. While nothing can be
 * written, it is announced anyway: an alert that a full disk holds back is none.
 */
export class IncidentAnnouncements {
  readonly #options: IncidentAnnouncementsOptions;
  readonly #set: IncidentSet;
  readonly #views: IncidentViews;
  readonly #rateLimit: CauseRateLimit;
  readonly #ruleOf: (id: string) => Rule | null;
  /**
   * What is being written, also after it was no longer waited for: no second write begins beside
   * it.
   */
  #writing: ReadonlySet<OpenIncident> = new Set();
  /** Whose escalation began, and is not known to be sent. */
  readonly #escalating = new Set<string>();

  constructor(
    options: IncidentAnnouncementsOptions,
    parts: { set: IncidentSet; views: IncidentViews; rateLimit: CauseRateLimit; ruleOf: (id: string) => Rule | null },
  ) {
    this.#options = options;
    this.#set = parts.set;
    this.#views = parts.views;
    this.#rateLimit = parts.rateLimit;
    this.#ruleOf = parts.ruleOf;
  }

  /**
   * Its escalation began before the program ended: it is sent once more, as the same announcement.
   */
  escalateAgain({ id }: OpenIncident): void {
    this.#escalating.add(id);
  }

  /**
   * Keeps and sends what is due and may be sent; what is over and said is no longer kept in memory.
   * What is not watched now, by `isWatched`, is not escalated. Rejects where something
   * could not be written, after all of it was sent.
   */
  async carryOut(nowMs: number, isWatched: (incident: OpenIncident) => boolean): Promise<void> {
    const mayEscalate = this.#set.open().filter(isWatched);
    for (const incident of mayEscalate) this.#beginEscalation(incident, nowMs);
    const before = await this.#save();
    for (const incident of this.#set.all()) await this.#say(incident, nowMs);
    for (const incident of mayEscalate) await this.#escalate(incident, nowMs);
    const after = await this.#save();
    for (const incident of this.#set.all()) {
      if (!incident.isResolved || incident.row.owed_event !== null || incident.isUnsaved) continue;
      if (this.#writing.has(incident)) continue;
      this.#set.drop(incident);
      this.#views.forget(incident);
    }
    const failure = after ?? before;
    if (failure !== null) throw failure;
  }

  async #say(incident: OpenIncident, nowMs: number): Promise<void> {
    const { owed_event: event, owed_at, state, rule_id } = incident.row;
    const cause = rateLimitKey(incident.row);
    if (event === null || state === 'acknowledged' || state === 'snoozed') return;
    if (!this.#rateLimit.maySend(cause, nowMs)) return;
    const channels = this.#ruleOf(rule_id)?.channels ?? [];
    const shown: Incident = this.#views.shown(incident);
    const channelIds = channels.length === 0 ? null : channels;
    try {
      await this.#options.announcements.send({ event, incident: shown, at: owed_at ?? nowMs, channelIds });
    } catch (error) {
      // It stays owed, and is sent in the next round.
      this.#options.onError(error);
      return;
    }
    this.#rateLimit.noteSent(cause, nowMs);
    const isTheSame = incident.row.owed_event === event && incident.row.owed_at === owed_at;
    incident.change({ ...(isTheSame && { owed_event: null, owed_at: null }), notified_at: nowMs });
  }

  /**
   * Writes down when the escalation began, before anything is sent: the outbox knows the
   * announcement by this moment, also where it is repeated after a kill. Where it reaches no
   * channel it stays due.
   */
  #beginEscalation(incident: OpenIncident, nowMs: number): void {
    const escalation = this.#escalationOf(incident);
    if (escalation === null || !isEscalationDue(incident.row, escalation, nowMs)) return;
    if (!this.#options.announcements.reaches(this.#escalated(incident, escalation, nowMs))) return;
    incident.change({ escalated_at: nowMs });
    this.#escalating.add(incident.id);
  }

  /** Beside what is said of it: the number of messages of a cause does not limit this one. */
  async #escalate(incident: OpenIncident, nowMs: number): Promise<void> {
    if (!this.#escalating.has(incident.id)) return;
    const { state, escalated_at: at } = incident.row;
    const escalation = this.#escalationOf(incident);
    // Acknowledged meanwhile, over, or more serious: it is not due any more, or due later.
    if (state !== 'open' || at === null || escalation === null) {
      this.#escalating.delete(incident.id);
      return;
    }
    const announcement = this.#escalated(incident, escalation, at);
    if (!this.#options.announcements.reaches(announcement)) {
      this.#escalating.delete(incident.id);
      incident.change({ escalated_at: null });
      return;
    }
    try {
      await this.#options.announcements.send(announcement);
    } catch (error) {
      // It is sent in the next round.
      this.#options.onError(error);
      return;
    }
    this.#escalating.delete(incident.id);
    // Acknowledged while it was sent.
    if (incident.row.state !== 'open' || incident.row.escalated_at !== at) return;
    incident.change({ notified_at: nowMs });
    const message = `Not acknowledged for ${formatDuration(escalation.after_seconds)}`;
    incident.note(Math.max(nowMs, at), 'escalated', message);
  }

  #escalationOf({ row }: OpenIncident): Escalation | null {
    return escalationOf(this.#ruleOf(row.rule_id), row.severity, this.#options.escalation());
  }

  #escalated(incident: OpenIncident, { channels }: Escalation, at: number): Announcement {
    return { event: 'escalated', incident: this.#views.shown(incident), at, channelIds: channels };
  }

  /** Why it could not be written; null where it is. */
  async #save(): Promise<unknown> {
    if (this.#writing.size > 0) return new Error(NO_ANSWER);
    const unsaved = this.#set.all().filter((incident) => incident.isUnsaved);
    if (unsaved.length === 0) return null;
    const writes = unsaved.map((incident) => ({ incident, ...incident.takeWrite() }));
    for (const { incident } of writes) this.#views.noteChanged(incident);
    this.#writing = new Set(unsaved);
    const saving = this.#options.store
      .saveIncidents(writes.map(({ write }) => write))
      .then(
        () => null,
        (error: unknown) => {
          for (const { undo } of writes) undo();
          return error ?? new Error('The incidents were not written');
        },
      )
      .finally(() => {
        this.#writing = new Set();
      });
    const { clock } = this.#options;
    const failure = await withTimeout(saving, DISK_MS, clock, NO_ANSWER).catch((error: unknown) => error);
    this.#views.show();
    return failure;
  }
}
