import type { Escalation, Incident, Rule } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/units.ts';
import type { Clock } from '../../runtime/clock.ts';
import { within } from '../../runtime/within.ts';
import type { Store } from '../../store/store.ts';
import type { NoticePort } from '../notice.ts';
import { budgetText } from './causes.ts';
import { escalationDue, escalationOf } from './escalation.ts';
import type { IncidentSet } from './incident-set.ts';
import type { IncidentViews } from './incident-views.ts';
import type { MessageBudget } from './message-budget.ts';
import type { OpenIncident } from './open-incident.ts';

export interface IncidentNoticesOptions {
  readonly store: Pick<Store, 'saveIncidents'>;
  readonly clock: Clock;
  readonly notices: NoticePort;
  /** By the settings: who is notified of critical incidents that nobody acknowledges. */
  readonly escalation: () => Escalation | null;
  readonly onError: (error: unknown) => void;
}

/** A disk that has not answered after so long holds back no message. */
const DISK_MS = 30_000;
const NO_ANSWER = 'The database has not answered for 30 s';

/**
 * Keeps what changed of the incidents, and says it. Each is on disk before it is said, and counts
 * as said only with the write after that: a kill at any moment loses none. While nothing can be
 * written, it is said all the same: an alert that a full disk holds back is none.
 */
export class IncidentNotices {
  readonly #options: IncidentNoticesOptions;
  readonly #set: IncidentSet;
  readonly #views: IncidentViews;
  readonly #budget: MessageBudget;
  readonly #ruleOf: (id: string) => Rule | null;
  /**
   * What is being written, also after it was no longer waited for: no second write begins beside
   * it.
   */
  #writing: ReadonlySet<OpenIncident> = new Set();

  constructor(
    options: IncidentNoticesOptions,
    around: { set: IncidentSet; views: IncidentViews; budget: MessageBudget; ruleOf: (id: string) => Rule | null },
  ) {
    this.#options = options;
    this.#set = around.set;
    this.#views = around.views;
    this.#budget = around.budget;
    this.#ruleOf = around.ruleOf;
  }

  /**
   * Keeps and sends what is due and may be sent; what is over and said is no longer kept in memory.
   * Rejects where something could not be written, after all of it was sent.
   */
  async carryOut(nowMs: number): Promise<void> {
    const before = await this.#save();
    for (const incident of this.#set.all()) await this.#say(incident, nowMs);
    for (const incident of this.#set.open()) await this.#escalate(incident, nowMs);
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
    const cause = budgetText(incident.cause, incident.row.severity);
    if (event === null || state === 'acknowledged' || state === 'snoozed') return;
    if (!this.#budget.maySend(cause, nowMs)) return;
    const channels = this.#ruleOf(rule_id)?.channels ?? [];
    const shown: Incident = this.#views.shown(incident);
    const channelIds = channels.length === 0 ? null : channels;
    try {
      await this.#options.notices.send({ event, incident: shown, at: owed_at ?? nowMs, channelIds });
    } catch (error) {
      // It stays owed, and is sent in the next round.
      this.#options.onError(error);
      return;
    }
    this.#budget.noteSent(cause, nowMs);
    const isTheSame = incident.row.owed_event === event && incident.row.owed_at === owed_at;
    incident.change({ ...(isTheSame && { owed_event: null, owed_at: null }), notified_at: nowMs });
  }

  /** Beside what is said of it: the number of messages of a cause does not limit this one. */
  async #escalate(incident: OpenIncident, nowMs: number): Promise<void> {
    const { row } = incident;
    const escalation = escalationOf(this.#ruleOf(row.rule_id), row.severity, this.#options.escalation());
    const dueAt = escalationDue(row, escalation, nowMs);
    if (dueAt === null || escalation === null) return;
    const shown: Incident = this.#views.shown(incident);
    try {
      await this.#options.notices.send({
        event: 'escalated',
        incident: shown,
        at: dueAt,
        channelIds: escalation.channels,
      });
    } catch (error) {
      // It is still due, and is sent in the next round.
      this.#options.onError(error);
      return;
    }
    const { unattended_since_at } = incident.row;
    // Acknowledged while it was sent: it is not due any more.
    if (incident.row.state !== 'open' || unattended_since_at !== row.unattended_since_at) return;
    incident.change({ escalated_at: nowMs, notified_at: nowMs });
    incident.note(nowMs, 'escalated', `Not acknowledged for ${formatDuration(escalation.after_seconds)}`);
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
    const failure = await within(saving, DISK_MS, clock, NO_ANSWER).catch((error: unknown) => error);
    this.#views.show();
    return failure;
  }
}
