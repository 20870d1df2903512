import type { StoredMember } from '../../store/store.ts';
import { countFaults } from './count-faults.ts';
import type { IncidentContext } from './incident-context.ts';
import { type IncidentInMemory, memberKey } from './incident-in-memory.ts';
import { conditionText, minerTitle, nameOf } from './incident-titles.ts';
import { worstFaultFirst } from './worst-fault-first.ts';

/**
 * Updates the texts of an incident of one miner to its current faults: which boards, how many chips, its
 * name. If more boards have the fault for as long as the rule requires, it has got worse, and
 * `onWorse` is called.
 */
export class FollowFaults {
  readonly #known: IncidentContext;
  readonly #onWorse: (incident: IncidentInMemory, nowMs: number) => void;
  /** Since when a fault affects more boards than were announced. */
  readonly #moreSince = new Map<string, number>();

  constructor(known: IncidentContext, onWorse: (incident: IncidentInMemory, nowMs: number) => void) {
    this.#known = known;
    this.#onWorse = onWorse;
  }

  follow(incident: IncidentInMemory, nowMs: number): void {
    const id = incident.namedMinerId;
    const miner = id === null ? null : this.#known.miner(id);
    if (miner === null) return;
    let worse: string | null = null;
    for (const member of incident.present()) {
      const rule = this.#known.rule(member.rule_id);
      // A fault that cannot be seen now keeps its text.
      const text = rule === null ? null : conditionText(rule, miner);
      if (rule === null || text === null) continue;
      const isMore = (text.conditions ?? 0) > (member.conditions ?? Number.POSITIVE_INFINITY);
      if (isMore && !this.#lasts(member, rule.for_seconds * 1000, nowMs)) continue;
      this.#moreSince.delete(memberKey(member));
      if (text.message !== member.message || text.conditions !== member.conditions)
        incident.put({ ...member, ...text });
      if (isMore) worse = text.message;
    }
    const present = incident.present().sort(worstFaultFirst);
    const [worst] = present;
    const title =
      worst === undefined
        ? ''
        : minerTitle(nameOf(miner, miner.id), worst.message, countFaults(present, this.#known.rule));
    if (title !== '' && title !== incident.row.title) incident.change({ title });
    if (worse === null) return;
    incident.change({ changed_at: nowMs });
    incident.note(nowMs, 'changed', worse);
    this.#onWorse(incident, nowMs);
  }

  #lasts(member: StoredMember, forMs: number, nowMs: number): boolean {
    const key = memberKey(member);
    const since = Math.min(this.#moreSince.get(key) ?? nowMs, nowMs);
    this.#moreSince.set(key, since);
    return nowMs - since >= forMs;
  }
}
