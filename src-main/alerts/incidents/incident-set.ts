import type { IncidentCause, Rule } from '../../../src-shared/model/index.ts';
import type { IncidentRow, StoredMember } from '../../store/store.ts';
import { causeText } from './group-by-cause.ts';
import { IncidentInMemory, memberKey } from './incident-in-memory.ts';
import type { FaultText } from './incident-titles.ts';

/** The open incidents, and the incident of each current fault. */
export class IncidentSet {
  readonly #incidents = new Map<string, IncidentInMemory>();
  readonly #byMember = new Map<string, IncidentInMemory>();
  /** By the text of their cause, then by id: a cause never changes. */
  readonly #byCause = new Map<string, Map<string, IncidentInMemory>>();

  load({ incident, members, end }: IncidentRow): IncidentInMemory {
    const loaded = new IncidentInMemory(incident, members);
    loaded.end = end ?? null;
    this.own(loaded);
    return loaded;
  }

  /** Adds an incident with its current faults. */
  own(incident: IncidentInMemory): void {
    this.add(incident);
    if (!incident.isResolved) for (const member of incident.present()) this.#byMember.set(memberKey(member), incident);
  }

  /** The incident of a current fault; null if there is none. */
  ownerOf(member: Pick<StoredMember, 'rule_id' | 'miner_id'>): IncidentInMemory | null {
    return this.#byMember.get(memberKey(member)) ?? null;
  }

  get(id: string): IncidentInMemory | null {
    return this.#incidents.get(id) ?? null;
  }

  /** The open ones, and those whose end is not announced or written yet. */
  all(): IncidentInMemory[] {
    return [...this.#incidents.values()];
  }

  open(): IncidentInMemory[] {
    return this.all().filter(({ isResolved }) => !isResolved);
  }

  /** The open ones of a cause, without a search in all of them. */
  openOf(cause: IncidentCause): IncidentInMemory[] {
    const ofCause = this.#byCause.get(causeText(cause))?.values() ?? [];
    return [...ofCause].filter(({ isResolved }) => !isResolved);
  }

  /** Adds an incident without faults. */
  add(incident: IncidentInMemory): void {
    this.#incidents.set(incident.id, incident);
    const text = causeText(incident.cause);
    const ofCause = this.#byCause.get(text) ?? new Map<string, IncidentInMemory>();
    ofCause.set(incident.id, incident);
    this.#byCause.set(text, ofCause);
  }

  /** Removes an incident that is over, written and announced. */
  drop({ id, cause }: IncidentInMemory): void {
    this.#incidents.delete(id);
    const text = causeText(cause);
    const ofCause = this.#byCause.get(text);
    ofCause?.delete(id);
    if (ofCause?.size === 0) this.#byCause.delete(text);
  }

  /** Gives an incident a fault. */
  join(incident: IncidentInMemory, rule: Rule, { minerId, sinceAt, message, conditions }: NewFault): void {
    const { id: rule_id, severity } = rule;
    const member = { miner_id: minerId, rule_id, severity, message, conditions, since_at: sinceAt, left_at: null };
    incident.put(member);
    this.#byMember.set(memberKey(member), incident);
  }

  /** A fault of an incident, or of a copy of one, is over or goes into another incident. */
  leave(incident: IncidentInMemory, member: StoredMember, nowMs: number): void {
    const key = memberKey(member);
    incident.put({ ...member, left_at: nowMs });
    if (this.#byMember.get(key) === incident) this.#byMember.delete(key);
  }
}

/** A fault that a rule has found on a miner, or on another subject (subjects.ts). */
interface NewFault extends FaultText {
  readonly minerId: string;
  /** UNIX milliseconds. */
  readonly sinceAt: number;
}
