import { severityRank } from '../../../src-shared/alerts/severity-rank.ts';
import type { Actor, EventOf, Incident, NewEvent } from '../../../src-shared/model/index.ts';
import type { RecordChange } from '../../events/bus.ts';
import type { Clock } from '../../runtime/clock.ts';
import { KeyedLock } from '../../runtime/keyed-lock.ts';
import type { Store, StoredMember } from '../../store/store.ts';
import { ATTENDED, reopened } from './announcing/escalation.ts';
import { setPendingAnnouncement } from './announcing/set-pending-announcement.ts';
import { incidentEvents } from './incident-events.ts';
import { IncidentInMemory, memberKey } from './incident-in-memory.ts';
import type { IncidentLifecycle } from './incident-lifecycle.ts';
import type { IncidentSet } from './incident-set.ts';
import { isAboutProgram } from './subjects.ts';
import type { IncidentViews } from './views/incident-views.ts';

export interface IncidentActionsOptions {
  readonly store: Pick<Store, 'incident'>;
  /** Writes an action of the operator, with its audit entry. */
  readonly record: RecordChange;
  readonly clock: Clock;
}

/** Key for reopening one at a time: two reopened incidents may have the same cause. */
const REOPEN = 'reopen';

type ActionEvent =
  | 'incident_acknowledged'
  | 'incident_snoozed'
  | 'incident_reopened'
  | 'incident_noted'
  | 'incident_resolved';

/**
 * Actions of the operator on an incident that is not over. Each returns the incident after it, null
 * if there is none, and rejects if it could not be written: then nothing changed.
 */
export class IncidentActions {
  readonly #options: IncidentActionsOptions;
  readonly #set: IncidentSet;
  readonly #lifecycle: IncidentLifecycle;
  readonly #views: IncidentViews;
  readonly #isFound: (member: StoredMember) => boolean;
  /** Actions on one incident run one after another: each depends on what the previous one wrote. */
  readonly #lock = new KeyedLock();

  /** `isFound`: whether the rule of a member still matches it. */
  constructor(
    options: IncidentActionsOptions,
    set: IncidentSet,
    lifecycle: IncidentLifecycle,
    views: IncidentViews,
    isFound: (member: StoredMember) => boolean,
  ) {
    this.#options = options;
    this.#set = set;
    this.#lifecycle = lifecycle;
    this.#views = views;
    this.#isFound = isFound;
  }

  acknowledge(id: string, actor: Actor): Promise<Incident | null> {
    return this.#operate(id, actor, 'incident_acknowledged', {}, (incident, nowMs) => {
      const acknowledged = { acknowledged_at: nowMs, acknowledged_by: actor.name };
      incident.change({ ...ATTENDED, ...acknowledged, state: 'acknowledged', snoozed_until: null, changed_at: nowMs });
      incident.note(nowMs, 'acknowledged', null, actor);
    });
  }

  /** Until a time; with null until it gets worse or ends. */
  snooze(id: string, until_at: number | null, actor: Actor): Promise<Incident | null> {
    return this.#operate(id, actor, 'incident_snoozed', { until_at }, (incident, nowMs) => {
      incident.change({ ...ATTENDED, state: 'snoozed', snoozed_until: until_at, changed_at: nowMs });
      incident.note(nowMs, 'snoozed', null, actor);
    });
  }

  /**
   * Undoes an acknowledgement, a snooze or a manual end. Null if it is over: all its faults ended,
   * or other incidents have them. If its cause has another incident by now, that one gets the
   * faults and is returned: a cause is never in two incidents.
   */
  reopen(id: string, actor: Actor): Promise<Incident | null> {
    return this.#lock.run(REOPEN, () =>
      this.#lock.run(id, async () => {
        const reopen = (incident: IncidentInMemory, nowMs: number): void => {
          incident.change({ ...reopened(nowMs), acknowledged_at: null, acknowledged_by: null, changed_at: nowMs });
          incident.note(nowMs, 'reopened', null, actor);
        };
        const known = this.#set.get(id);
        if (known !== null && !known.isResolved) return this.#write(known, actor, 'incident_reopened', {}, reopen);
        const stored = known === null ? await this.#options.store.incident(id) : null;
        const over = known ?? (stored === null ? null : new IncidentInMemory(stored.incident, stored.members));
        const back = over?.members().filter((member) => this.#isFree(member)) ?? [];
        if (over === null || back.length === 0) return null;
        const other = besideOf(this.#set, over);
        if (other !== null) return this.#lock.run(other.id, () => this.#giveTo(other, over, actor));
        return this.#write(over, actor, 'incident_reopened', {}, (incident, nowMs) => {
          const still = back.filter((member) => this.#isFree(member));
          // If all faults ended during the write, it is over after all.
          if (incident === over && still.length === 0) {
            for (const member of back) incident.put(member);
            incident.note(nowMs, 'resolved');
            this.#set.own(incident);
            return;
          }
          // The same if another incident of its cause was opened during the write.
          const beside = incident === over ? besideOf(this.#set, over) : null;
          if (beside !== null) {
            for (const member of back) incident.put({ ...member, left_at: member.left_at ?? nowMs });
            incident.note(nowMs, 'merged', beside.row.title);
            this.#set.own(incident);
            this.#take(beside, still, over.row.title, nowMs, actor);
            this.#views.noteChanged(beside);
            return;
          }
          reopen(incident, nowMs);
          incident.change({ resolved_at: null });
          for (const member of back) incident.put({ ...member, left_at: still.includes(member) ? null : nowMs });
          // Some faults may have ended since it was resolved.
          this.#lifecycle.refresh(incident, nowMs);
          // Its end may have been announced already.
          setPendingAnnouncement(incident, 'reminder', nowMs);
          if (incident === over) this.#set.own(incident);
        });
      }),
    );
  }

  /** Moves the remaining faults of a resolved incident into the current incident of its cause. */
  async #giveTo(other: IncidentInMemory, over: IncidentInMemory, actor: Actor): Promise<Incident | null> {
    if (other.isResolved) return null;
    return this.#write(other, actor, 'incident_reopened', {}, (incident, nowMs) => {
      const back = over.members().filter((member) => this.#isFree(member));
      this.#take(incident, back, over.row.title, nowMs, actor);
    });
  }

  /** Faults that are worse are announced, even if it was acknowledged or snoozed. */
  #take(into: IncidentInMemory, members: readonly StoredMember[], title: string, nowMs: number, actor: Actor): void {
    const before = severityRank(into.row.severity);
    for (const member of members) into.put({ ...member, left_at: null });
    into.note(nowMs, 'reopened', title, actor);
    this.#lifecycle.refresh(into, nowMs);
    if (members.some(({ severity }) => severityRank(severity) > before)) this.#lifecycle.wake(into, nowMs);
    if (into === this.#set.get(into.id)) this.#set.own(into);
  }

  #isFree(member: StoredMember): boolean {
    return this.#isFound(member) && this.#set.ownerOf(member) === null;
  }

  /** Adds a note to its timeline. */
  note(id: string, text: string, actor: Actor): Promise<Incident | null> {
    return this.#operate(id, actor, 'incident_noted', { text }, (incident, nowMs) => {
      incident.change({ changed_at: nowMs });
      incident.note(nowMs, 'noted', text, actor);
    });
  }

  /**
   * Ends it, with a comment that may be empty. A fault that is still there opens no new incident
   * before it has ended and begun again.
   */
  resolve(id: string, comment: string, actor: Actor): Promise<Incident | null> {
    return this.#operate(id, actor, 'incident_resolved', { comment }, (incident, nowMs) =>
      this.#lifecycle.resolve(incident, nowMs, { actor, comment }),
    );
  }

  #operate<E extends ActionEvent>(
    id: string,
    actor: Actor,
    event: E,
    more: Omit<EventOf<E>['data'], 'incident_id' | 'title'>,
    act: (incident: IncidentInMemory, nowMs: number) => void,
  ): Promise<Incident | null> {
    return this.#lock.run(id, async () => {
      const incident = this.#set.get(id);
      return incident === null || incident.isResolved ? null : this.#write(incident, actor, event, more, act);
    });
  }

  /**
   * Writes the result of `act` on a copy first, and repeats `act` on the incident when it is on
   * disk. If the write fails, changes by the rules in the meantime are not lost.
   */
  async #write<E extends ActionEvent>(
    incident: IncidentInMemory,
    actor: Actor,
    event: E,
    more: Omit<EventOf<E>['data'], 'incident_id' | 'title'>,
    act: (incident: IncidentInMemory, nowMs: number) => void,
  ): Promise<Incident> {
    const nowMs = this.#options.clock.nowMs();
    const wasResolved = incident.isResolved;
    const copy = new IncidentInMemory(incident.row, incident.members());
    copy.shownMiners = incident.shownMiners;
    act(copy, nowMs);
    const { write: done, isWorse } = copy.takeWrite();
    const { write: due, isWorse: wasWorse, undo } = incident.takeWrite();
    const members = new Map([...due.members, ...done.members].map((member) => [memberKey(member), member]));
    const timeline = [...due.timeline, ...done.timeline];
    const write = { incident: done.incident, members: [...members.values()], timeline };
    const data = { incident_id: incident.id, title: incident.row.title, ...more };
    try {
      const events = [...incidentEvents(copy, timeline, wasWorse || isWorse), { event, actor, data } as NewEvent];
      await this.#options.record(events, 'saveIncidents', [write]);
    } catch (error) {
      undo();
      throw error;
    }
    if (incident.isResolved === wasResolved) {
      act(incident, nowMs);
      incident.forgetWritten(done);
    } else incident.change({});
    this.#views.noteChanged(incident);
    this.#views.show();
    return this.#views.shown(incident);
  }
}

/** Another open incident of the same cause. For groups of miners, each rule is a separate cause. */
function besideOf(set: IncidentSet, incident: IncidentInMemory): IncidentInMemory | null {
  const isOfOne = incident.cause.kind === 'miner' || isAboutProgram(incident);
  const isBeside = ({ id, row }: IncidentInMemory): boolean =>
    id !== incident.id && (isOfOne || row.rule_id === incident.row.rule_id);
  return set.openOf(incident.cause).find(isBeside) ?? null;
}
