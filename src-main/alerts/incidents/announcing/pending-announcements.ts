import type { Escalation, Incident, NewEvent, Rule } from '../../../../src-shared/model/index.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import type { RecordChange } from '../../../events/bus.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { withTimeout } from '../../../runtime/with-timeout.ts';
import type { IncidentWrite, Store } from '../../../store/store.ts';
import type { Announcement, AnnouncementPort } from '../../announcement.ts';
import { incidentEvents } from '../incident-events.ts';
import type { IncidentInMemory } from '../incident-in-memory.ts';
import type { IncidentSet } from '../incident-set.ts';
import type { IncidentViews } from '../views/incident-views.ts';
import type { CauseRateLimit } from './cause-rate-limit.ts';
import { escalationOf, isEscalationDue } from './escalation.ts';
import { limitedMessage } from './limited-message.ts';

export interface PendingAnnouncementsOptions {
  readonly store: Pick<Store, 'saveIncidents'>;
  /** Writes incidents together with their events. */
  readonly record: RecordChange;
  readonly clock: Clock;
  readonly announcements: AnnouncementPort;
  /** From the settings: who is notified of critical incidents that are not acknowledged. */
  readonly escalation: () => Escalation | null;
  readonly onError: (error: unknown) => void;
}

/** A disk that has not responded for this long delays no message. */
const DISK_MS = 30_000;
const NO_ANSWER = 'The database has not answered for 30 s';

/**
 * Writes changes of incidents, and announces them. Each is on disk before it is announced, and
 * counts as announced only with the next write: a crash at any time loses none. While the database
 * cannot be written, it is announced anyway: a full disk must not stop alerts.
 */
export class PendingAnnouncements {
  readonly #options: PendingAnnouncementsOptions;
  readonly #set: IncidentSet;
  readonly #views: IncidentViews;
  readonly #rateLimit: CauseRateLimit;
  readonly #ruleOf: (id: string) => Rule | null;
  /**
   * Incidents being written, even if the write is no longer waited for: no second write starts
   * meanwhile.
   */
  #writing: ReadonlySet<IncidentInMemory> = new Set();
  /** Incidents whose escalation has started, and is not known to be sent. */
  readonly #escalating = new Set<string>();

  constructor(
    options: PendingAnnouncementsOptions,
    parts: { set: IncidentSet; views: IncidentViews; rateLimit: CauseRateLimit; ruleOf: (id: string) => Rule | null },
  ) {
    this.#options = options;
    this.#set = parts.set;
    this.#views = parts.views;
    this.#rateLimit = parts.rateLimit;
    this.#ruleOf = parts.ruleOf;
  }

  /** Its escalation had started before the program ended: the same announcement is sent again. */
  escalateAgain({ id }: IncidentInMemory): void {
    this.#escalating.add(id);
  }

  /**
   * Writes and sends what is due and allowed. Incidents that are over and announced are removed
   * from memory. Those that `isWatched` excludes are not escalated, nor those in maintenance. Rejects if something could not
   * be written, after everything was sent.
   */
  async carryOut(nowMs: number, isWatched: (incident: IncidentInMemory) => boolean): Promise<void> {
    const mayEscalate = this.#set.open().filter((one) => isWatched(one) && !this.#views.isInMaintenance(one));
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

  async #say(incident: IncidentInMemory, nowMs: number): Promise<void> {
    const { owed_event: event, owed_at, state, rule_id } = incident.row;
    if (event === null || state === 'acknowledged' || state === 'snoozed') return;
    if (this.#views.isInMaintenance(incident)) return;
    const limited = limitedMessage(incident, event);
    if (!this.#rateLimit.maySend(limited, nowMs)) return;
    const named = this.#ruleOf(rule_id)?.channels ?? [];
    const others = incident.present().map((member) => member.rule_id);
    // Where the rule of its worst fault names some, those that the rules of its other faults name are notified too.
    const ruleIds = named.length === 0 ? [] : [...new Set(others)];
    const channels = [...new Set([...named, ...ruleIds.flatMap((id) => this.#ruleOf(id)?.channels ?? [])])];
    const shown: Incident = this.#views.shown(incident);
    const channelIds = channels.length === 0 ? null : channels;
    try {
      await this.#options.announcements.send({ event, incident: shown, at: owed_at ?? nowMs, channelIds });
    } catch (error) {
      // It stays pending, and is sent in the next round.
      this.#options.onError(error);
      return;
    }
    this.#rateLimit.noteSent(limited, nowMs);
    const isTheSame = incident.row.owed_event === event && incident.row.owed_at === owed_at;
    incident.change({ ...(isTheSame && { owed_event: null, owed_at: null }), notified_at: nowMs });
  }

  /**
   * Stores when the escalation began before anything is sent: the outbox identifies the
   * announcement by this time, also if it is repeated after a crash. If it reaches no channel, it
   * stays due.
   */
  #beginEscalation(incident: IncidentInMemory, nowMs: number): void {
    const escalation = this.#escalationOf(incident);
    if (escalation === null || !isEscalationDue(incident.row, escalation, nowMs)) return;
    if (!this.#options.announcements.reaches(this.#escalated(incident, escalation, nowMs))) return;
    incident.change({ escalated_at: nowMs });
    this.#escalating.add(incident.id);
  }

  /** Sends an escalation. The limit of messages per cause does not apply. */
  async #escalate(incident: IncidentInMemory, nowMs: number): Promise<void> {
    if (!this.#escalating.has(incident.id)) return;
    const { state, escalated_at: at } = incident.row;
    const escalation = this.#escalationOf(incident);
    // It was acknowledged, is over, or got more severe: no longer due, or due later.
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
      // Retried in the next round.
      this.#options.onError(error);
      return;
    }
    this.#escalating.delete(incident.id);
    // Acknowledged while it was being sent.
    if (incident.row.state !== 'open' || incident.row.escalated_at !== at) return;
    incident.change({ notified_at: nowMs });
    const message = `Not acknowledged for ${formatDuration(escalation.after_seconds)}`;
    incident.note(Math.max(nowMs, at), 'escalated', message);
  }

  #escalationOf({ row }: IncidentInMemory): Escalation | null {
    return escalationOf(this.#ruleOf(row.rule_id), row.severity, this.#options.escalation());
  }

  #escalated(incident: IncidentInMemory, { channels }: Escalation, at: number): Announcement {
    return { event: 'escalated', incident: this.#views.shown(incident), at, channelIds: channels };
  }

  /** Why the write failed; null if it succeeded. */
  async #save(): Promise<unknown> {
    if (this.#writing.size > 0) return new Error(NO_ANSWER);
    const unsaved = this.#set.all().filter((incident) => incident.isUnsaved);
    if (unsaved.length === 0) return null;
    const writes = unsaved.map((incident) => ({ incident, ...incident.takeWrite() }));
    for (const { incident } of writes) if (incident.takeNews()) this.#views.noteChanged(incident);
    this.#writing = new Set(unsaved);
    const events = writes.flatMap(({ incident, write, isWorse }) => incidentEvents(incident, write.timeline, isWorse));
    const saving = this.#write(
      events,
      writes.map(({ write }) => write),
    )
      .then(
        () => {
          for (const { incident, write } of writes) this.#views.faultsWritten(incident, write);
          return null;
        },
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

  /** Only what the activity has to say waits until the disk has it. */
  #write(events: readonly NewEvent[], writes: readonly IncidentWrite[]): Promise<void> {
    const { record, store } = this.#options;
    return events.length === 0 ? store.saveIncidents(writes) : record(events, 'saveIncidents', writes);
  }
}
