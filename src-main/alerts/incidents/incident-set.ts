import { firstSentence } from '../../../src-shared/first-sentence.ts';
import type { Actor, IncidentCause, Rule } from '../../../src-shared/model/index.ts';
import { severityRank } from '../../../src-shared/severity-rank.ts';
import type { IncidentRow, StoredMember } from '../../store/store.ts';
import type { CauseRateLimit } from './cause-rate-limit.ts';
import {
  causesOf,
  causeText,
  courseKey,
  type Grouped,
  GroupSizes,
  groupCauses,
  LEAST_MINERS,
  togetherMs,
} from './causes.ts';
import { reopened } from './escalation.ts';
import type { RuleMatch, RuleMatches } from './evaluator.ts';
import { FollowFaults } from './follow-faults.ts';
import type { IncidentContext } from './incident-context.ts';
import { endWords, minerIds } from './incident-row.ts';
import { groupTitle, minerTitle, nameOf } from './incident-titles.ts';
import { memberKey, OpenIncident } from './open-incident.ts';
import { setPendingAnnouncement } from './pending-announcement.ts';
import { isMiner, ownCause } from './subjects.ts';
import { worstFaultFirst } from './worst-fault-first.ts';

/** A group is announced again after it grew by this share, and by at least LEAST_MINERS. */
const GREW_SHARE = 0.2;

/** A miner that follows within this time has the same cause; later it has another one. */
const LATE_MS = 600_000;

/**
 * The open incidents, and how matches change them. Many miners with one cause are one incident, and
 * so are all faults of one miner.
 */
export class IncidentSet {
  readonly #known: IncidentContext;
  readonly #rateLimit: CauseRateLimit;
  readonly #newId: () => string;
  readonly #follow: FollowFaults;
  readonly #incidents = new Map<string, OpenIncident>();
  /** The incident of each current fault. */
  readonly #byMember = new Map<string, OpenIncident>();

  constructor(known: IncidentContext, rateLimit: CauseRateLimit, newId: () => string) {
    this.#known = known;
    this.#rateLimit = rateLimit;
    this.#newId = newId;
    this.#follow = new FollowFaults(known, (incident, nowMs) => this.wake(incident, nowMs));
  }

  load({ incident, members, end }: IncidentRow): OpenIncident {
    const loaded = new OpenIncident(incident, members);
    loaded.endedBecause = endWords(end ?? null);
    this.own(loaded);
    return loaded;
  }

  /** Adds an incident with its current faults. */
  own(incident: OpenIncident): void {
    this.#incidents.set(incident.id, incident);
    if (!incident.isResolved) for (const member of incident.present()) this.#byMember.set(memberKey(member), incident);
  }

  /** The incident of a current fault; null if there is none. */
  ownerOf(member: StoredMember): OpenIncident | null {
    return this.#byMember.get(memberKey(member)) ?? null;
  }

  get(id: string): OpenIncident | null {
    return this.#incidents.get(id) ?? null;
  }

  /** The open ones, and those whose end is not announced or written yet. */
  all(): OpenIncident[] {
    return [...this.#incidents.values()];
  }

  open(): OpenIncident[] {
    return this.all().filter(({ isResolved }) => !isResolved);
  }

  /** Updates its texts to its faults. */
  follow(incident: OpenIncident, nowMs: number): void {
    this.#follow.follow(incident, nowMs);
  }

  /** Removes an incident that is over, written and announced. */
  drop({ id }: OpenIncident): void {
    this.#incidents.delete(id);
  }

  /**
   * Ends an incident, or a copy of one, by hand. Faults that are still there open no new one before
   * they have ended and begun again.
   */
  resolve(incident: OpenIncident, nowMs: number, by: { readonly actor: Actor; readonly comment: string }): void {
    for (const member of incident.present()) this.#leave(incident, member, nowMs);
    this.#end(incident, nowMs, by.comment === '' ? null : by.comment, by.actor);
  }

  apply({ began, ended }: RuleMatches, nowMs: number): void {
    const touched = new Set<OpenIncident>();
    const reasons = new Map<OpenIncident, Set<string>>();
    for (const { ruleId, minerId, because } of ended) {
      const key = memberKey({ rule_id: ruleId, miner_id: minerId });
      const incident = this.#byMember.get(key);
      const member = incident?.member(key) ?? null;
      if (incident === undefined || member === null) continue;
      this.#leave(incident, member, nowMs);
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
      this.refresh(incident, nowMs, sizesNow, because === '' ? null : because);
    }
  }

  #begin(rule: Rule, matches: readonly RuleMatch[], nowMs: number, sizes: () => GroupSizes): OpenIncident[] {
    const touched: OpenIncident[] = [];
    const groupsNow = this.open().filter(({ row, cause }) => row.rule_id === rule.id && cause.kind !== 'miner');
    const left = matches.filter((match) => {
      const group = this.#groupOf(groupsNow, match);
      if (group !== null) {
        this.#join(group, rule, match);
        touched.push(group);
      }
      return group === null;
    });
    const near = (sinceAt: number): boolean =>
      left.some((one) => Math.abs(one.sinceAt - sinceAt) <= togetherMs(rule.id));
    const alone = left.length === 0 ? [] : this.#aloneOf(rule.id).filter(({ since_at }) => near(since_at));
    const hit = new Map(left.map((match) => [match.minerId, match]));
    for (const { miner_id, since_at } of alone) {
      if (!hit.has(miner_id)) hit.set(miner_id, { ruleId: rule.id, minerId: miner_id, sinceAt: since_at });
    }
    const rows = [...hit.keys()].flatMap((id) => this.#known.miner(id) ?? []);
    const { groups } = rows.length < LEAST_MINERS ? { groups: [] } : groupCauses(rule.id, rows, sizes());
    const grouped = new Set<string>();
    for (const group of groups) {
      for (const id of group.minerIds) grouped.add(id);
      touched.push(...this.#openGroup(rule, group, hit, nowMs));
    }
    for (const match of left) if (!grouped.has(match.minerId)) touched.push(this.#openOne(rule, match, nowMs));
    return touched;
  }

  /** The group that has had this fault since about then, and to which the miner belongs. */
  #groupOf(groups: readonly OpenIncident[], { minerId, sinceAt }: RuleMatch): OpenIncident | null {
    const miner = groups.length === 0 ? null : this.#known.miner(minerId);
    if (miner === null) return null;
    const own = new Set(causesOf(miner).map(causeText));
    const isOfOneMoment = (group: OpenIncident): boolean => {
      const withinMs = group.cause.kind === 'site' ? togetherMs(group.row.rule_id) : LATE_MS;
      return group.isAnyPresent(({ since_at }) => Math.abs(sinceAt - since_at) <= withinMs);
    };
    return groups.findLast((group) => own.has(causeText(group.cause)) && isOfOneMoment(group)) ?? null;
  }

  /** Faults of this rule in incidents of single miners. */
  #aloneOf(ruleId: string): StoredMember[] {
    return this.open()
      .filter(({ cause }) => cause.kind === 'miner')
      .flatMap((incident) => incident.present().filter(({ rule_id }) => rule_id === ruleId));
  }

  #openGroup(rule: Rule, group: Grouped, hit: ReadonlyMap<string, RuleMatch>, nowMs: number): OpenIncident[] {
    const matches = group.minerIds.flatMap((id) => hit.get(id) ?? []);
    const title = groupTitle(rule, group.cause, matches.length, group.of);
    const incident = this.#create(rule, group.cause, title, matches, nowMs);
    const merged: OpenIncident[] = [];
    for (const match of matches) {
      const key = memberKey({ rule_id: rule.id, miner_id: match.minerId });
      const single = this.#byMember.get(key);
      const member = single?.member(key) ?? null;
      if (single !== undefined && member !== null) {
        this.#leave(single, member, nowMs);
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

  #openOne(rule: Rule, match: RuleMatch, nowMs: number): OpenIncident {
    const cause = ownCause(match.minerId);
    const text = causeText(cause);
    // A fault of many miners of a rack is another incident than a fault of the rack itself.
    const known =
      cause.kind === 'rack' ? undefined : this.open().find((incident) => causeText(incident.cause) === text);
    const incident = known ?? this.#create(rule, cause, '', [match], nowMs);
    this.#join(incident, rule, match);
    if (known !== undefined && severityRank(rule.severity) >= severityRank(known.row.severity)) {
      known.note(nowMs, 'changed', this.#known.words(rule, match.minerId));
      this.wake(known, nowMs);
    }
    return incident;
  }

  #create(rule: Rule, cause: IncidentCause, title: string, matches: readonly RuleMatch[], nowMs: number): OpenIncident {
    const incident = new OpenIncident({
      incident_id: this.#newId(),
      rule_id: rule.id,
      severity: rule.severity,
      state: 'open',
      title,
      cause_kind: cause.kind,
      cause_key: cause.key,
      since_at: Math.min(...matches.map(({ sinceAt }) => sinceAt)),
      opened_at: nowMs,
      changed_at: nowMs,
      acknowledged_at: null,
      acknowledged_by: null,
      snoozed_until: null,
      resolved_at: null,
      hashrate_lost_hash: 0,
      unsteady: false,
      owed_event: 'opened',
      owed_at: nowMs,
      notified_at: null,
      notified_miners: matches.length,
      unattended_since_at: nowMs,
      escalated_at: null,
    });
    incident.note(nowMs, 'opened');
    this.#incidents.set(incident.id, incident);
    this.#noteChange(incident, nowMs);
    return incident;
  }

  #join(incident: OpenIncident, rule: Rule, { minerId, sinceAt }: RuleMatch): void {
    const { id: rule_id, severity } = rule;
    const message = this.#known.words(rule, minerId);
    const member = { miner_id: minerId, rule_id, severity, message, since_at: sinceAt, left_at: null };
    incident.put(member);
    this.#byMember.set(memberKey(member), incident);
  }

  #leave(incident: OpenIncident, member: StoredMember, nowMs: number): void {
    const key = memberKey(member);
    incident.put({ ...member, left_at: nowMs });
    if (this.#byMember.get(key) === incident) this.#byMember.delete(key);
  }

  /**
   * Updates title and severity to the members, and ends the incident if none is left. `because`:
   * why the last ones left, if their faults may continue.
   */
  refresh(
    incident: OpenIncident,
    nowMs: number,
    sizes = () => new GroupSizes(this.#known.miners()),
    because: string | null = null,
  ): void {
    if (incident.isResolved) return;
    const present = incident.present().sort(worstFaultFirst);
    const [worst] = present;
    const { cause } = incident;
    if (worst === undefined) {
      // The title of all miners, and not of the last ones that were left.
      const whole = this.#wholeTitle(incident, sizes);
      if (whole !== null) incident.change({ title: whole });
      this.#end(incident, nowMs, because);
      return;
    }
    const rule = this.#known.rule(worst.rule_id);
    const miners = new Set(present.map(({ miner_id }) => miner_id)).size;
    const title =
      cause.kind === 'miner'
        ? minerTitle(nameOf(this.#known.miner(cause.key), cause.key), worst.message, present.length)
        : !isMiner(worst.miner_id)
          ? firstSentence(worst.message)
          : rule === null
            ? incident.row.title
            : groupTitle(rule, cause, miners, sizes().of(cause));
    if (title !== incident.row.title && incident.row.title !== '') this.#noteSize(incident, miners, title, nowMs);
    incident.shownMiners = miners;
    // An operator who deferred the milder fault has not seen this one: the time until its
    // escalation restarts.
    const isWorse = incident.row.state === 'open' && severityRank(worst.severity) > severityRank(incident.row.severity);
    const attention = isWorse ? reopened(nowMs) : {};
    incident.change({ ...attention, title, severity: worst.severity, rule_id: worst.rule_id, changed_at: nowMs });
  }

  /** The title with all miners that the incident ever affected; null if it is not about a group. */
  #wholeTitle(incident: OpenIncident, sizes: () => GroupSizes): string | null {
    const { cause, row } = incident;
    const rule = this.#known.rule(row.rule_id);
    const ids = minerIds(incident.members());
    if (cause.kind === 'miner' || rule === null || ids.length === 0) return null;
    return groupTitle(rule, cause, ids.length, sizes().of(cause));
  }

  #end(incident: OpenIncident, nowMs: number, comment: string | null = null, actor: Actor | null = null): void {
    incident.change({ state: 'resolved', resolved_at: nowMs, changed_at: nowMs, snoozed_until: null });
    incident.note(nowMs, 'resolved', comment, actor);
    incident.endedBecause = endWords({ actor, message: comment });
    setPendingAnnouncement(incident, 'resolved', nowMs);
    this.#noteChange(incident, nowMs);
  }

  #noteSize(incident: OpenIncident, miners: number, title: string, nowMs: number): void {
    if (incident.cause.kind === 'miner' || !incident.isAnyPresent(({ miner_id }) => isMiner(miner_id))) return;
    const { notified_miners: before } = incident.row;
    incident.note(nowMs, miners > (incident.shownMiners ?? before) ? 'grew' : 'shrank', title);
    // A miner that recovered counts as new when it fails again.
    if (miners < before) incident.change({ notified_miners: miners });
    if (miners - before < Math.max(LEAST_MINERS, before * GREW_SHARE)) return;
    incident.change({ notified_miners: miners });
    this.wake(incident, nowMs);
  }

  /** It is worse than announced: it is announced again, even if it was acknowledged or snoozed. */
  wake(incident: OpenIncident, nowMs: number): void {
    if (incident.row.state !== 'open') {
      incident.change({ ...reopened(nowMs), acknowledged_at: null, acknowledged_by: null });
      incident.note(nowMs, 'reopened', 'It got worse');
    }
    setPendingAnnouncement(incident, 'changed', nowMs);
    this.#noteChange(incident, nowMs);
  }

  #noteChange(incident: OpenIncident, nowMs: number): void {
    // Changes of a copy do not count yet.
    if (this.#incidents.get(incident.id) !== incident) return;
    const cause = courseKey(incident.row);
    this.#rateLimit.noteChange(cause, nowMs);
    if (incident.row.unsteady || incident.isResolved || !this.#rateLimit.isUnsteady(cause, nowMs)) return;
    incident.change({ unsteady: true });
    incident.note(nowMs, 'unsteady');
  }
}
