import { severityRank } from '../../../src-shared/alerts/severity-rank.ts';
import { LEAST_MINERS } from '../../../src-shared/miner/one-cause.ts';
import type { Actor } from '../../../src-shared/model/index.ts';
import { firstSentence } from '../../../src-shared/text/first-sentence.ts';
import type { CauseRateLimit } from './announcing/cause-rate-limit.ts';
import { reopened } from './announcing/escalation.ts';
import { setPendingAnnouncement } from './announcing/set-pending-announcement.ts';
import { countFaults } from './count-faults.ts';
import { FollowFaults } from './follow-faults.ts';
import { courseKey, GroupSizes } from './group-by-cause.ts';
import type { IncidentContext } from './incident-context.ts';
import type { IncidentInMemory } from './incident-in-memory.ts';
import type { IncidentSet } from './incident-set.ts';
import { groupTitle, minerTitle, nameOf } from './incident-titles.ts';
import { isMiner } from './subjects.ts';
import { minerIds } from './views/incident-from-row.ts';
import { worstFaultFirst } from './worst-fault-first.ts';

/** A group is announced again after it grew by this share, and by at least LEAST_MINERS. */
const GREW_SHARE = 0.2;

/** How an incident gets worse and better with its faults, and ends. */
export class IncidentLifecycle {
  readonly #set: IncidentSet;
  readonly #known: IncidentContext;
  readonly #rateLimit: CauseRateLimit;
  readonly #follow: FollowFaults;

  constructor(set: IncidentSet, known: IncidentContext, rateLimit: CauseRateLimit) {
    this.#set = set;
    this.#known = known;
    this.#rateLimit = rateLimit;
    this.#follow = new FollowFaults(known, (incident, nowMs) => this.wake(incident, nowMs));
  }

  /** Updates its texts to its faults, and its severity to its rules, which may have been changed. */
  follow(incident: IncidentInMemory, nowMs: number): void {
    this.#followRules(incident, nowMs);
    this.#follow.follow(incident, nowMs);
  }

  #followRules(incident: IncidentInMemory, nowMs: number): void {
    const before = severityRank(incident.row.severity);
    let isChanged = false;
    for (const member of incident.present()) {
      const severity = this.#known.rule(member.rule_id)?.severity ?? member.severity;
      if (severity === member.severity) continue;
      incident.put({ ...member, severity });
      isChanged = true;
    }
    if (!isChanged) return;
    this.refresh(incident, nowMs);
    if (severityRank(incident.row.severity) > before) this.wake(incident, nowMs);
  }

  /**
   * Ends an incident, or a copy of one, by hand. Faults that are still there open no new one before
   * they have ended and begun again.
   */
  resolve(incident: IncidentInMemory, nowMs: number, by: { readonly actor: Actor; readonly comment: string }): void {
    for (const member of incident.present()) this.#set.leave(incident, member, nowMs);
    this.#end(incident, nowMs, by.comment === '' ? null : by.comment, by.actor);
  }

  /**
   * Updates title and severity to the members, and ends the incident if none is left. `because`:
   * why the last ones left, if their faults may continue.
   */
  refresh(
    incident: IncidentInMemory,
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
    const { miner_id: id } = worst;
    // Also the last one of a group is called by its name, because the miner must be found.
    const title =
      cause.kind === 'miner' || (miners === 1 && isMiner(id))
        ? minerTitle(nameOf(this.#known.miner(id), id), worst.message, countFaults(present, this.#known.rule))
        : !isMiner(id)
          ? firstSentence(worst.message)
          : rule === null
            ? incident.row.title
            : groupTitle(rule, cause, miners, sizes());
    if (title !== incident.row.title && incident.row.title !== '') this.#noteSize(incident, miners, title, nowMs);
    incident.shownMiners = miners;
    // An operator who deferred the milder fault has not seen this one: the time until its
    // escalation restarts.
    const isWorse = incident.row.state === 'open' && severityRank(worst.severity) > severityRank(incident.row.severity);
    const attention = isWorse ? reopened(nowMs) : {};
    incident.change({ ...attention, title, severity: worst.severity, rule_id: worst.rule_id, changed_at: nowMs });
  }

  /** The title with all miners that the incident ever affected; null if it is not about a group. */
  #wholeTitle(incident: IncidentInMemory, sizes: () => GroupSizes): string | null {
    const { cause, row } = incident;
    const rule = this.#known.rule(row.rule_id);
    const ids = minerIds(incident.members());
    if (cause.kind === 'miner' || rule === null || ids.length === 0) return null;
    return groupTitle(rule, cause, ids.length, sizes());
  }

  #end(incident: IncidentInMemory, nowMs: number, comment: string | null = null, actor: Actor | null = null): void {
    incident.change({ state: 'resolved', resolved_at: nowMs, changed_at: nowMs, snoozed_until: null });
    incident.note(nowMs, 'resolved', comment, actor);
    incident.end = { actor, message: comment };
    setPendingAnnouncement(incident, 'resolved', nowMs);
    this.noteChange(incident, nowMs);
  }

  #noteSize(incident: IncidentInMemory, miners: number, title: string, nowMs: number): void {
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
  wake(incident: IncidentInMemory, nowMs: number): void {
    if (incident.row.state !== 'open') {
      incident.change({ ...reopened(nowMs), acknowledged_at: null, acknowledged_by: null });
      incident.note(nowMs, 'reopened', 'It got worse');
    }
    setPendingAnnouncement(incident, 'changed', nowMs);
    this.noteChange(incident, nowMs);
  }

  /** Counts a change of its cause, which is unsteady if there are many. Changes of a copy do not count yet. */
  noteChange(incident: IncidentInMemory, nowMs: number): void {
    if (this.#set.get(incident.id) !== incident) return;
    const cause = courseKey(incident.row);
    this.#rateLimit.noteChange(cause, nowMs);
    if (incident.row.unsteady || incident.isResolved || !this.#rateLimit.isUnsteady(cause, nowMs)) return;
    incident.change({ unsteady: true });
    incident.note(nowMs, 'unsteady');
  }
}
