import { byUrgency } from '../../../../src-shared/alerts/urgency.ts';
import { isInDanger } from '../../../../src-shared/miner/miner-now.ts';
import type {
  ActionRecord,
  Delivery,
  Incident,
  IncidentDetail,
  IncidentLoss,
} from '../../../../src-shared/model/index.ts';
import { formatHashrate, quantityText } from '../../../../src-shared/units.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { IncidentWrite, Store, StoredMember } from '../../../store/store.ts';
import type { DeliveriesOf } from '../../announcement.ts';
import { builtInRule } from '../../rules/built-in-rules.ts';
import type { Clearing } from '../../rules/match-state.ts';
import type { IncidentContext } from '../incident-context.ts';
import type { IncidentInMemory } from '../incident-in-memory.ts';
import type { IncidentSet } from '../incident-set.ts';
import { isMiner } from '../subjects.ts';
import { incidentFromRow, minerIds } from './incident-from-row.ts';
import { CURES_WITHIN_MS, countCures } from './past-cures.ts';
import { PastCuresCache } from './past-cures-cache.ts';
import { withJobs } from './timeline-jobs.ts';

export interface IncidentViewsOptions {
  readonly store: Pick<Store, 'incidents' | 'incident' | 'jobsOn' | 'pastCures'>;
  readonly deliveriesOf: DeliveriesOf;
  /** Called with incidents that have changed, and with what others lose now. */
  readonly onChange: (incidents: readonly Incident[], losses: readonly IncidentLoss[]) => void;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** Channels may respond for many incidents at once: they are shown together. */
const DELIVERED_MS = 500;
/** How many resolved incidents a search reads, the newest first, so that it does not read years. */
const MOST_SEARCHED = 2000;

/** An incident of many miners says that one may be damaged only if it is about that. */
const HEAT_RULES: ReadonlySet<string> = new Set(['fan_lost', 'chip_hot']);

/** Incidents as callers see them: those in memory with additional data, and those that are over. */
export class IncidentViews {
  readonly #options: IncidentViewsOptions;
  readonly #set: IncidentSet;
  readonly #known: Pick<IncidentContext, 'rule' | 'miner' | 'isInMaintenance' | 'clearing'>;
  readonly #lostHs = new Map<string, number | null>();
  /** The loss that was shown last. */
  readonly #lostShown = new Map<string, number | null>();
  /** Of each incident, whether it was offline, in danger, in maintenance and well again in the last round. */
  readonly #states = new Map<string, string>();
  readonly #deliveries = new Map<string, readonly Delivery[]>();
  readonly #changed = new Set<IncidentInMemory>();
  /** Incidents with new results of deliveries. */
  readonly #delivered = new Set<string>();
  readonly #cures: PastCuresCache;

  constructor(
    options: IncidentViewsOptions,
    set: IncidentSet,
    known: Pick<IncidentContext, 'rule' | 'miner' | 'isInMaintenance' | 'clearing'>,
  ) {
    this.#options = options;
    this.#set = set;
    this.#known = known;
    this.#cures = new PastCuresCache((ruleId, nowMs) => options.store.pastCures(ruleId, nowMs - CURES_WITHIN_MS));
  }

  shown(incident: IncidentInMemory, deliveries?: readonly Delivery[]): Incident {
    const { namedMinerId } = incident;
    return incidentFromRow(incident.row, incident.members(), {
      rule: this.#known.rule(incident.row.rule_id),
      lostHs: this.#lostHs.get(incident.id) ?? null,
      end: incident.end,
      atItsAddress: namedMinerId === null ? null : (this.#known.miner(namedMinerId)?.at_its_address ?? null),
      isOfflineNow: this.#isOfflineNow(incident),
      isInDanger: this.#isInDanger(incident),
      isInMaintenance: this.isInMaintenance(incident),
      well: this.wellSince(incident),
      deliveries: deliveries ?? this.#deliveries.get(incident.id) ?? [],
    });
  }

  /** Whether all its miners are offline, and another incident is about that. */
  #isOfflineNow(incident: IncidentInMemory): boolean {
    const isSeen = ({ miner_id, rule_id }: StoredMember): boolean =>
      builtInRule(rule_id)?.hides === 'all' || this.#known.miner(miner_id)?.online !== false;
    return !incident.isAnyPresent(isSeen);
  }

  /** Whether heat may damage one of its miners, of which it is or which a fault of it says. */
  #isInDanger(incident: IncidentInMemory): boolean {
    const isOfOne = incident.cause.kind === 'miner';
    return incident.isAnyPresent(
      ({ miner_id, rule_id }) =>
        (isOfOne || HEAT_RULES.has(rule_id)) && isInDanger(this.#known.miner(miner_id) ?? { attention: [] }),
    );
  }

  /** Since when all of its faults are over, and until when that must last; null while one is there. */
  wellSince(incident: IncidentInMemory): Clearing | null {
    let well: Clearing | null = null;
    const isThere = incident.isAnyPresent((member) => {
      const clearing = this.#known.clearing(member);
      if (clearing === null) return true;
      const { sinceAt, endsAt } = clearing;
      well = { sinceAt: Math.max(sinceAt, well?.sinceAt ?? 0), endsAt: Math.max(endsAt, well?.endsAt ?? 0) };
      return false;
    });
    return isThere ? null : well;
  }

  /** Whether all its miners are in maintenance, in which only what is in danger stays an incident. */
  isInMaintenance(incident: IncidentInMemory): boolean {
    if (incident.isResolved || !this.#isInDanger(incident)) return false;
    return !incident.isAnyPresent(({ miner_id }) => {
      const miner = this.#known.miner(miner_id);
      return miner === null || !this.#known.isInMaintenance(miner);
    });
  }

  /** The open ones, the newest last. */
  open(): Incident[] {
    return this.#set.open().map((incident) => this.shown(incident));
  }

  /**
   * The matching incidents in these states: open ones first, the worst first, then resolved ones,
   * the newest first. `matches` null: all. Searches the last `MOST_SEARCHED` resolved ones.
   * `resolvedAfter`, in UNIX milliseconds: of the resolved ones only those that ended after it.
   */
  async list(
    states: readonly Incident['state'][],
    limit: number,
    {
      matches = null,
      resolvedAfter = 0,
    }: { readonly matches?: ((incident: Incident) => boolean) | null; readonly resolvedAfter?: number } = {},
  ): Promise<Incident[]> {
    const { store, deliveriesOf } = this.#options;
    const wanted = new Set(states);
    const kept = wanted.has('resolved')
      ? await store.incidents({ states: ['resolved'], limit: matches === null ? limit : MOST_SEARCHED, resolvedAfter })
      : [];
    const keptIds = new Set(kept.map(({ incident }) => incident.incident_id));
    const open = this.#set.open().filter(({ id, row }) => wanted.has(row.state) && !keptIds.has(id));
    // An incident that just ended may not be on disk yet. The end of a merged one is not shown.
    const ended = this.#set.all().filter(({ isResolved, row, unsavedEntries }) => {
      if ((row.resolved_at ?? 0) <= resolvedAfter) return false;
      return isResolved && (row.owed_event !== null || unsavedEntries.some(({ event }) => event === 'resolved'));
    });
    const justEnded = wanted.has('resolved') ? ended.filter(({ id }) => !keptIds.has(id)).reverse() : [];
    const over = [
      ...justEnded.map((one) => ({ incident: one.row, members: one.members(), end: one.end })),
      ...kept.map((row) => ({ ...row, end: row.end ?? null })),
    ];
    const all = [
      ...open.map((incident) => this.shown(incident)).sort(byUrgency),
      ...over.map(({ incident, members, end }) => {
        const beside = {
          rule: this.#known.rule(incident.rule_id),
          lostHs: null,
          end,
          atItsAddress: null,
          deliveries: [],
        };
        return incidentFromRow(incident, members, beside);
      }),
    ];
    const found = (matches === null ? all : all.filter(matches)).slice(0, limit);
    const deliveries = await deliveriesOf(found.map(({ incident_id }) => incident_id));
    return found.map((incident) => ({
      ...incident,
      deliveries: [...(deliveries.get(incident.incident_id) ?? incident.deliveries)],
    }));
  }

  /** Null if there is none. */
  async get(id: string): Promise<IncidentDetail | null> {
    const found = await this.#options.store.incident(id);
    // Changes that could not be written yet are only in memory.
    const open = this.#set.get(id);
    const incident = open?.row ?? found?.incident ?? null;
    if (incident === null) return null;
    const members = open?.members() ?? found?.members ?? [];
    const deliveries = (await this.#options.deliveriesOf([id])).get(id) ?? [];
    const rule = this.#known.rule(incident.rule_id);
    const beside = { rule, lostHs: null, end: found?.end ?? null, atItsAddress: null, deliveries };
    const shown = open === null ? incidentFromRow(incident, members, beside) : this.shown(open, deliveries);
    const noted = [...(found?.timeline ?? []), ...(open?.unsavedEntries ?? [])];
    const toAt = shown.resolved_at ?? this.#options.clock.nowMs();
    const jobs = await this.#options.store.jobsOn(minerIds(members), shown.since_at, toAt);
    return {
      ...shown,
      timeline: withJobs(noted, jobs),
      members: members.filter(({ miner_id }) => isMiner(miner_id)),
      action_record: await this.#recordOf(shown),
    };
  }

  /** What its suggested action did so far for its fault; null if none is suggested. */
  async #recordOf({ rule_id, cause, suggested_action }: Incident): Promise<ActionRecord | null> {
    // What only protects a miner cures nothing.
    const isCure = this.#known.rule(rule_id)?.suggested_action?.action === suggested_action?.action;
    if (suggested_action === null || !isCure) return null;
    const nowMs = this.#options.clock.nowMs();
    return countCures(await this.#cures.of(rule_id, nowMs), {
      action: suggested_action.action,
      clearForMs: (this.#known.rule(rule_id)?.clear_for_seconds ?? 0) * 1000,
      minerId: cause.kind === 'miner' ? cause.key : null,
      nowMs,
    });
  }

  /** The faults of an incident, or their end, are on disk. */
  faultsWritten(incident: IncidentInMemory, { members, timeline }: IncidentWrite): void {
    const changed = timeline.some(({ event }) => event === 'resolved') ? incident.members() : members;
    for (const ruleId of new Set(changed.map(({ rule_id }) => rule_id))) this.#cures.faultsChanged(ruleId);
  }

  /** What jobs sent to these miners, or its result, is on disk. */
  minersActedOn(minerIds: readonly string[]): void {
    this.#cures.actionsChanged(minerIds);
  }

  /** Updates the deliveries of these incidents. */
  async deliveriesChanged(ids: readonly string[]): Promise<void> {
    const known = ids.flatMap((id) => this.#set.get(id) ?? []);
    if (known.length === 0) return;
    const deliveries = await this.#options.deliveriesOf(known.map(({ id }) => id));
    for (const { id } of known) this.#deliveries.set(id, deliveries.get(id) ?? []);
    this.#options.onChange(
      known.map((incident) => this.shown(incident)),
      [],
    );
  }

  /** A delivery of this incident has a result: it is shown soon. */
  noteDelivered(id: string): void {
    this.#delivered.add(id);
    if (this.#delivered.size === 1) this.#showDelivered().catch(this.#options.onError);
  }

  async #showDelivered(): Promise<void> {
    await this.#options.clock.sleep(DELIVERED_MS);
    const ids = [...this.#delivered];
    this.#delivered.clear();
    await this.deliveriesChanged(ids);
  }

  /**
   * What the miners of an incident lose in this round. Since now its title may say that they are
   * offline, in maintenance or well again, or a miner be in danger.
   */
  noteLoss(incident: IncidentInMemory, lostHs: number | null): void {
    this.#lostHs.set(incident.id, lostHs);
    const well = this.wellSince(incident);
    const state = [
      this.#isOfflineNow(incident),
      this.#isInDanger(incident),
      this.isInMaintenance(incident),
      well !== null,
      well?.endsAt,
    ].join();
    if (state === (this.#states.get(incident.id) ?? 'false,false,false,false,')) return;
    this.#states.set(incident.id, state);
    this.noteChanged(incident);
  }

  noteChanged(incident: IncidentInMemory): void {
    this.#changed.add(incident);
  }

  /**
   * Publishes all changes, and the losses of other incidents where their words differ: rows and sums
   * of screens must say the same, but a reading is no reason to send an incident again.
   */
  show(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const { id } of changed) this.#lostShown.set(id, this.#lostHs.get(id) ?? null);
    const losses: IncidentLoss[] = [];
    for (const { id } of this.#set.open()) {
      const hashrate_lost_hs = this.#lostHs.get(id) ?? null;
      if (lossWords(hashrate_lost_hs) === lossWords(this.#lostShown.get(id) ?? null)) continue;
      this.#lostShown.set(id, hashrate_lost_hs);
      losses.push({ incident_id: id, hashrate_lost_hs });
    }
    if (changed.length + losses.length === 0) return;
    this.#options.onChange(
      changed.map((incident) => this.shown(incident)),
      losses,
    );
  }

  forget({ id }: IncidentInMemory): void {
    this.#lostHs.delete(id);
    this.#states.delete(id);
    this.#lostShown.delete(id);
    this.#deliveries.delete(id);
  }
}

function lossWords(hashrateHs: number | null): string {
  return quantityText(formatHashrate(hashrateHs));
}
