import { clockWasAhead } from '../../../src-shared/alerts/clock-was-ahead.ts';
import { totalShortfallHs } from '../../../src-shared/miner/lost-hashrate.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Miner, Rule } from '../../../src-shared/model/index.ts';
import { notAhead, reopened, withoutUnwatched } from './announcing/escalation.ts';
import { setPendingAnnouncement } from './announcing/set-pending-announcement.ts';
import type { IncidentContext } from './incident-context.ts';
import type { IncidentInMemory } from './incident-in-memory.ts';
import { LossOwners } from './loss-owners.ts';
import { isAboutProgram } from './subjects.ts';
import { minerIds } from './views/incident-from-row.ts';
import type { IncidentViews } from './views/incident-views.ts';

interface Known {
  readonly farm: { miner(id: string): Miner | null; moment(): Moment };
  readonly views: Pick<IncidentViews, 'noteLoss' | 'wellSince'>;
  readonly ruleOf: (id: string) => Rule | null;
  readonly clearing: IncidentContext['clearing'];
}

/** The time since the last round, in milliseconds. */
export interface Passed {
  readonly spanMs: number;
  /** How much of it nobody watched. */
  readonly blindMs: number;
  /** Whether what only grows with time is due to be stored. */
  readonly isMinute: boolean;
}

/** The effects of time on open incidents: their loss grows, snoozes end, messages are repeated. */
export class EffectsOfTime {
  readonly #known: Known;
  #owners = new LossOwners([], () => null);

  constructor(known: Known) {
    this.#known = known;
  }

  /** The open incidents of this round: the loss of a miner in several of them is counted in one. */
  setOpen(open: readonly IncidentInMemory[]): void {
    this.#owners = new LossOwners(open, this.#known.clearing);
  }

  /**
   * What the miners of a new incident lose now, and have lost since it began: about as much all the
   * time.
   */
  noteFirstLoss(incident: IncidentInMemory, nowMs: number): void {
    const lostHs = this.#noteLoss(incident);
    const { lossFromAt, row } = incident;
    if (lossFromAt === null || lostHs === null) return;
    incident.lossFromAt = nowMs;
    const lostHash = (lostHs * Math.max(0, nowMs - lossFromAt)) / 1000;
    incident.keep({ hashrate_lost_hash: row.hashrate_lost_hash + lostHash }, false);
  }

  #noteLoss(incident: IncidentInMemory): number | null {
    const { farm, views } = this.#known;
    const own = minerIds(incident.present()).filter((id) => this.#owners.isOwner(incident, id));
    const miners = own.flatMap((id) => farm.miner(id) ?? []);
    // What is well again, and only waits for its end, loses nothing more.
    const lostHs = views.wellSince(incident) === null ? totalShortfallHs(miners, farm.moment()) : 0;
    views.noteLoss(incident, lostHs);
    return lostHs;
  }

  pass(incident: IncidentInMemory, nowMs: number, { spanMs, blindMs, isMinute }: Passed): void {
    // After the clock was set back, nothing must wait until the old time is reached.
    incident.row = notAhead(incident.row, nowMs);
    const { state, snoozed_until, notified_at, hashrate_lost_hash } = incident.row;
    const lostHs = this.#noteLoss(incident);
    const waits = isAboutProgram(incident) ? {} : withoutUnwatched(incident.row, blindMs, nowMs);
    const lossMs = incident.lossFromAt === null ? spanMs : nowMs - incident.lossFromAt;
    incident.lossFromAt = null;
    const isLoss = lostHs !== null && lossMs > 0;
    if (isLoss || waits.unattended_since_at !== undefined) {
      const row = { ...waits, ...(isLoss && { hashrate_lost_hash: hashrate_lost_hash + (lostHs * lossMs) / 1000 }) };
      incident.keep(row, isMinute);
    }
    const isOver = snoozed_until !== null && (snoozed_until <= nowMs || clockWasAhead(incident.row.changed_at, nowMs));
    if (state === 'snoozed' && isOver) {
      incident.change({ ...reopened(nowMs), changed_at: nowMs });
      incident.note(nowMs, 'reopened', 'The snooze is over');
      setPendingAnnouncement(incident, 'reminder', nowMs);
    }
    const repeat = this.#known.ruleOf(incident.row.rule_id)?.repeat_seconds ?? null;
    const isDue = repeat !== null && notified_at !== null && nowMs - notified_at >= repeat * 1000;
    if (state === 'open' && isDue && incident.row.owed_event === null)
      setPendingAnnouncement(incident, 'reminder', nowMs);
  }
}
