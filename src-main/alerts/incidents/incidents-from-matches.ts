import { severityRank } from '../../../src-shared/alerts/severity-rank.ts';
import type { IncidentCause, Rule } from '../../../src-shared/model/index.ts';
import type { StoredMember } from '../../store/store.ts';
import { findSame } from '../rules/find-same.ts';
import {
  causesFor,
  causeText,
  fewestMiners,
  type Grouped,
  GroupSizes,
  groupCauses,
  togetherMs,
} from './group-by-cause.ts';
import type { IncidentContext } from './incident-context.ts';
import { IncidentInMemory, memberKey } from './incident-in-memory.ts';
import type { IncidentLifecycle } from './incident-lifecycle.ts';
import type { IncidentSet } from './incident-set.ts';
import { groupTitle } from './incident-titles.ts';
import type { RuleMatch, RuleMatches } from './matching/evaluator.ts';
import { newIncidentRow } from './new-incident-row.ts';
import { ownCause } from './subjects.ts';

/** A miner that follows within this time has the same cause; later it has another one. */
const LATE_MS = 600_000;

/**
 * Turns matches of rules into incidents. Many miners with one cause are one incident, and so are
 * all faults of one miner.
 */
export class IncidentsFromMatches {
  readonly #set: IncidentSet;
  readonly #lifecycle: IncidentLifecycle;
  readonly #known: IncidentContext;
  readonly #newId: () => string;

  constructor(set: IncidentSet, lifecycle: IncidentLifecycle, known: IncidentContext, newId: () => string) {
    this.#set = set;
    this.#lifecycle = lifecycle;
    this.#known = known;
    this.#newId = newId;
  }

  apply({ began, ended }: RuleMatches, nowMs: number): void {
    const touched = new Set<IncidentInMemory>();
    const reasons = new Map<IncidentInMemory, Set<string>>();
    for (const { ruleId, minerId, because } of ended) {
      const fault = { rule_id: ruleId, miner_id: minerId };
      const incident = this.#set.ownerOf(fault);
      const member = incident?.member(memberKey(fault)) ?? null;
      if (incident === null || member === null) continue;
      this.#set.leave(incident, member, nowMs);
      touched.add(incident);
      if (because !== undefined) reasons.set(incident, (reasons.get(incident) ?? new Set()).add(because));
    }
    let sizes: GroupSizes | null = null;
    const sizesNow = (): GroupSizes => (sizes ??= new GroupSizes(this.#known.miners()));
    for (const [ruleId, matches] of Map.groupBy(began, ({ ruleId }) => ruleId)) {
      const rule = this.#known.rule(ruleId);
      if (rule !== null) for (const incident of this.#begin(rule, matches, nowMs, sizesNow)) touched.add(incident);
    }
    for (const incident of touched) {
      const because = [...(reasons.get(incident) ?? [])].join(', ');
      this.#lifecycle.refresh(incident, nowMs, sizesNow, because === '' ? null : because);
    }
  }

  #begin(rule: Rule, matches: readonly RuleMatch[], nowMs: number, sizes: () => GroupSizes): IncidentInMemory[] {
    const touched: IncidentInMemory[] = [];
    const groupsOpen = this.#set.open().filter(({ cause }) => cause.kind !== 'miner');
    const groupsNow = groupsOpen.filter(({ row }) => row.rule_id === rule.id);
    const shared = this.#sharedGroups(rule, groupsOpen);
    const left = matches.filter((match) => {
      const same = shared.get(match.minerId) ?? null;
      if (same !== null && !touched.includes(same)) this.#announceJoined(same, rule, match, nowMs);
      const group = same ?? this.#groupOf(rule, groupsNow, match);
      if (group !== null) {
        this.#join(group, rule, match);
        touched.push(group);
      }
      return group === null;
    });
    const near = (sinceAt: number): boolean =>
      rule.grouping === 'rule' || left.some((one) => Math.abs(one.sinceAt - sinceAt) <= togetherMs(rule.id));
    const alone = left.length === 0 ? [] : this.#aloneOf(rule.id).filter(({ since_at }) => near(since_at));
    const hit = new Map(left.map((match) => [match.minerId, match]));
    for (const { miner_id, since_at } of alone) {
      if (!hit.has(miner_id)) hit.set(miner_id, { ruleId: rule.id, minerId: miner_id, sinceAt: since_at });
    }
    const rows = [...hit.keys()].flatMap((id) => this.#known.miner(id) ?? []);
    const isFew = rows.length < fewestMiners(rule);
    const { groups } = isFew ? { groups: [] } : groupCauses(rule, rows, sizes());
    const grouped = new Set<string>();
    for (const group of groups) {
      for (const id of group.minerIds) grouped.add(id);
      touched.push(...this.#openGroup({ rule, group, sizes: sizes() }, hit, nowMs));
    }
    for (const match of left) if (!grouped.has(match.minerId)) touched.push(this.#openOne(rule, match, nowMs));
    return touched;
  }

  /** By miner, the group that has it for another rule that finds the same: their cause is one. */
  #sharedGroups(rule: Rule, groups: readonly IncidentInMemory[]): ReadonlyMap<string, IncidentInMemory> {
    const shared = new Map<string, IncidentInMemory>();
    if (rule.grouping !== 'cause') return shared;
    const isSame = new Map<string, boolean>();
    for (const group of groups)
      for (const { rule_id, miner_id } of group.present()) {
        if (!isSame.has(rule_id)) {
          const other = this.#known.rule(rule_id);
          isSame.set(rule_id, other?.grouping === 'cause' && findSame(rule, other));
        }
        if (isSame.get(rule_id) === true) shared.set(miner_id, group);
      }
    return shared;
  }

  /** Another fault has joined a known incident: who is notified of no other fault of it, or as it is as bad. */
  #announceJoined(known: IncidentInMemory, rule: Rule, match: RuleMatch, nowMs: number): void {
    const others = known.present().flatMap(({ rule_id }) => this.#known.rule(rule_id) ?? []);
    const isForOthers = rule.channels.some((id) => others.every(({ channels }) => !channels.includes(id)));
    if (!isForOthers && severityRank(rule.severity) < severityRank(known.row.severity)) return;
    known.note(nowMs, 'changed', this.#known.faultText(rule, match.minerId).message);
    this.#lifecycle.wake(known, nowMs);
  }

  /** The group that has had this fault since about then, and to which the miner belongs. */
  #groupOf(
    { id, grouping }: Rule,
    groups: readonly IncidentInMemory[],
    { minerId, sinceAt }: RuleMatch,
  ): IncidentInMemory | null {
    const miner = groups.length === 0 ? null : this.#known.miner(minerId);
    if (miner === null) return null;
    const own = new Set(causesFor(id, miner).map(causeText));
    const isOfOneMoment = (group: IncidentInMemory): boolean => {
      if (grouping === 'rule') return true;
      const withinMs = group.cause.kind === 'site' ? togetherMs(id) : Math.max(LATE_MS, togetherMs(id));
      return group.isAnyPresent(({ since_at }) => Math.abs(sinceAt - since_at) <= withinMs);
    };
    return groups.findLast((group) => own.has(causeText(group.cause)) && isOfOneMoment(group)) ?? null;
  }

  /** Faults of this rule in incidents of single miners. */
  #aloneOf(ruleId: string): StoredMember[] {
    return this.#set
      .open()
      .filter(({ cause }) => cause.kind === 'miner')
      .flatMap((incident) => incident.present().filter(({ rule_id }) => rule_id === ruleId));
  }

  #openGroup(
    { rule, group, sizes }: { rule: Rule; group: Grouped; sizes: GroupSizes },
    hit: ReadonlyMap<string, RuleMatch>,
    nowMs: number,
  ): IncidentInMemory[] {
    const matches = group.minerIds.flatMap((id) => hit.get(id) ?? []);
    const title = groupTitle(rule, group.cause, matches.length, sizes);
    const incident = this.#create(rule, group.cause, title, matches, nowMs);
    const merged: IncidentInMemory[] = [];
    for (const match of matches) {
      const fault = { rule_id: rule.id, miner_id: match.minerId };
      const single = this.#set.ownerOf(fault);
      const member = single?.member(memberKey(fault)) ?? null;
      if (single !== null && member !== null) {
        this.#set.leave(single, member, nowMs);
        single.note(nowMs, 'merged', title);
        merged.push(single);
      }
      this.#join(incident, rule, match);
    }
    for (const single of merged) {
      // The announcement of the group also covers its miners.
      if (single.present().length === 0) {
        single.change({
          state: 'resolved',
          resolved_at: nowMs,
          changed_at: nowMs,
          snoozed_until: null,
          owed_event: null,
          owed_at: null,
        });
      }
    }
    return [incident, ...merged.filter(({ isResolved }) => !isResolved)];
  }

  #openOne(rule: Rule, match: RuleMatch, nowMs: number): IncidentInMemory {
    const cause = ownCause(match.minerId);
    // A fault of many miners of a rack is another incident than a fault of the rack itself.
    const [known] = cause.kind === 'rack' ? [] : this.#set.openOf(cause);
    const incident = known ?? this.#create(rule, cause, '', [match], nowMs);
    if (known !== undefined) this.#announceJoined(known, rule, match, nowMs);
    this.#join(incident, rule, match);
    return incident;
  }

  #create(
    rule: Rule,
    cause: IncidentCause,
    title: string,
    matches: readonly RuleMatch[],
    nowMs: number,
  ): IncidentInMemory {
    const since_at = Math.min(...matches.map(({ sinceAt }) => sinceAt));
    const row = newIncidentRow(this.#newId(), { rule, cause, title, since_at, nowMs });
    const incident = new IncidentInMemory({ ...row, notified_miners: matches.length });
    incident.lossFromAt = Math.min(...matches.map(({ sinceAt, lossFromAt = sinceAt }) => lossFromAt));
    incident.note(nowMs, 'opened');
    this.#set.add(incident);
    this.#lifecycle.noteChange(incident, nowMs);
    return incident;
  }

  #join(incident: IncidentInMemory, rule: Rule, { minerId, sinceAt }: RuleMatch): void {
    this.#set.join(incident, rule, { minerId, sinceAt, ...this.#known.faultText(rule, minerId) });
  }
}
