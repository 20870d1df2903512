import { firmwareCauseKey } from '../../../src-shared/alerts/firmware-cause.ts';
import { poolCauseKey } from '../../../src-shared/alerts/pool-cause.ts';
import { poolHost } from '../../../src-shared/miner/miner-now.ts';
import { haveOneCause, LEAST_MINERS, LEAST_OF_ALL, MANY_AT_ONCE } from '../../../src-shared/miner/one-cause.ts';
import type { IncidentCause, Miner, Rule } from '../../../src-shared/model/index.ts';
import { placeOf, rackOf } from '../../../src-shared/place.ts';
import { subnetOf } from '../../../src-shared/subnet-of.ts';
import type { StoredIncident } from '../../store/store.ts';
import { builtInRule } from '../rules/built-in-rules.ts';
import { TOGETHER_MS } from '../rules/define-rule.ts';

/** The least number of miners where the fault itself is what they have in common. */
const LEAST_OF_ONE_POOL = 2;
/** A narrower group with this many times the share is the cause, even without a few miners. */
const MUCH_FULLER = 2;
/** The same for one that is affected entirely, while the larger one is to this share at most. */
const PARTLY = 0.75;
/** What more of the farm than this has in common, such as a model, explains nothing. */
const NEARLY_ALL = 0.9;

/** How close to each other faults of a rule must begin to have one cause. */
export function togetherMs(ruleId: string): number {
  return builtInRule(ruleId)?.togetherMs ?? TOGETHER_MS;
}

/** The least number of miners that this rule may find to have one cause. */
export function fewestMiners({ id, grouping }: GroupedRule): number {
  if (grouping === 'rule' || isPoolFault(id)) return LEAST_OF_ONE_POOL;
  return LEAST_OF_ALL;
}

function isPoolFault(ruleId: string): boolean {
  return builtInRule(ruleId)?.poolIsFault ?? false;
}

/** The whole farm, as the key of a cause of kind `site`. */
const FARM = 'farm';

/** A cause with the miners that it explains. */
export interface Grouped {
  readonly cause: IncidentCause;
  readonly minerIds: readonly string[];
  /** How many miners the group has in total. */
  readonly of: number;
}

export interface Causes {
  readonly groups: readonly Grouped[];
  /** Miners that each have their own cause. */
  readonly singles: readonly string[];
}

type Row = Pick<
  Miner,
  | 'id'
  | 'ip'
  | 'last_ip'
  | 'tags'
  | 'place'
  | 'pdu'
  | 'model_alias'
  | 'firmware_version'
  | 'managed'
  | 'latest_status'
  | 'pool_urls'
  | 'attention'
>;

/** If several kinds explain the same miners, the first is used: a rack is what an operator walks to. */
const KINDS = ['pool', 'rack', 'network', 'pdu', 'tag', 'model', 'firmware', 'site'] as const;

/** What may have caused the fault of a miner that this rule finds. */
export function causesFor(ruleId: string, miner: Row): IncidentCause[] {
  if (isPoolFault(ruleId)) {
    const pool = miner.attention.find((one) => one.pool != null)?.pool ?? null;
    return pool === null ? [] : [{ kind: 'pool', key: poolCauseKey(pool) }];
  }
  const mayBePool = builtInRule(ruleId)?.poolMayCause ?? false;
  return causesOf(miner).filter(({ kind }) => kind !== 'pool' || mayBePool);
}

/** All possible causes of a miner. */
function causesOf(miner: Row): IncidentCause[] {
  const network = subnetOf(miner.ip ?? miner.last_ip);
  const rack = rackOf(miner.place);
  // The one that it would use first, where it uses none because none works.
  const pool = poolHost(miner.latest_status?.pool_url ?? miner.pool_urls?.[0] ?? null);
  return [
    ...(pool === null ? [] : [{ kind: 'pool' as const, key: pool }]),
    ...(network === null ? [] : [{ kind: 'network' as const, key: network }]),
    ...(rack === null ? [] : [{ kind: 'rack' as const, key: rack }]),
    ...(miner.pdu === null ? [] : [{ kind: 'pdu' as const, key: miner.pdu }]),
    ...miner.tags.map((key) => ({ kind: 'tag' as const, key })),
    ...modelCauses(miner),
    { kind: 'site' as const, key: FARM },
  ];
}

/** Its model, and this version of the firmware on that model: an update may fail on one of them. */
function modelCauses({ model_alias: alias, firmware_version: version }: Row): IncidentCause[] {
  if (alias === null) return [];
  const model: IncidentCause = { kind: 'model', key: alias };
  return version === null ? [model] : [model, { kind: 'firmware', key: firmwareCauseKey(alias, version) }];
}

export function causeText({ kind, key }: IncidentCause): string {
  return `${kind}\n${key}`;
}

export type OfCause = Pick<StoredIncident, 'cause_kind' | 'cause_key' | 'rule_id'>;

/**
 * What begins and ends together: all faults of one miner, or the faults of many miners by one rule.
 * Stopped fans in a rack, for example, mean nothing for its power.
 */
export function courseKey({ cause_kind: kind, cause_key: key, rule_id }: OfCause): string {
  const text = causeText({ kind, key });
  return kind === 'miner' ? text : `${text}\n${rule_id}`;
}

/** One fault of a miner, which comes and goes without the others of this miner. */
export function faultKey(minerId: string, ruleId: string): string {
  return `${causeText({ kind: 'miner', key: minerId })}\n${ruleId}`;
}

/** How many managed miners each cause could affect. */
export class GroupSizes {
  readonly #sizes = new Map<string, number>();
  /** How many of a network are in each rack and row. */
  readonly #shared = new Map<string, number>();

  constructor(miners: Iterable<Row>) {
    for (const miner of miners) {
      if (!miner.managed) continue;
      for (const cause of causesOf(miner)) increment(this.#sizes, causeText(cause));
      const row = rowOf(miner.place);
      const rack = rackOf(miner.place);
      const network = subnetOf(miner.ip ?? miner.last_ip);
      if (row !== null) increment(this.#sizes, rowText(row));
      if (network === null) continue;
      if (row !== null) increment(this.#shared, `${network}\n${rowText(row)}`);
      if (rack !== null) increment(this.#shared, `${network}\n${causeText({ kind: 'rack', key: rack })}`);
    }
  }

  of(cause: IncidentCause): number {
    return this.#sizes.get(causeText(cause)) ?? 0;
  }

  /** The network with exactly the miners of this rack; null if there is none. */
  networkOfRack(rack: string): string | null {
    const place = causeText({ kind: 'rack', key: rack });
    const size = this.#sizes.get(place);
    for (const [text, count] of this.#shared) {
      const network = text.slice(0, text.indexOf('\n'));
      if (text !== `${network}\n${place}`) continue;
      return count === size && this.of({ kind: 'network', key: network }) === size ? network : null;
    }
    return null;
  }

  /** The row of racks, such as `Hall 1/A`, with exactly the miners of this network; null if there is none. */
  rowOfNetwork(network: string): string | null {
    const size = this.of({ kind: 'network', key: network });
    for (const [text, count] of this.#shared) {
      const [of, kind, row = ''] = text.split('\n');
      if (of === network && kind === 'row' && count === size && this.#sizes.get(rowText(row)) === size) return row;
    }
    return null;
  }
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** A row is no cause of its own: it only names a network whose miners are all in it. */
function rowOf(text: string | null): string | null {
  const place = placeOf(text);
  if (place === null || place.row === null) return null;
  return [place.building, place.row].filter((part) => part !== null).join('/');
}

function rowText(row: string): string {
  return `row\n${row}`;
}

/** The parts of a rule that matter here. */
export type GroupedRule = Pick<Rule, 'id' | 'grouping'>;

/**
 * What the miners that a rule matches at the same time have in common, unless the rule says that
 * each is one incident (only very many at once are not) or that all are. The group with most of them
 * is taken first. A narrower one is preferred if it has as many, or if its share is much higher and
 * it leaves out fewer than LEAST_MINERS. The miners that remain are grouped again.
 */
export function groupCauses(rule: GroupedRule, hit: readonly Row[], sizes: GroupSizes): Causes {
  const groups: Grouped[] = [];
  let left = hit;
  while (rule.grouping === 'cause') {
    const group = left.length < fewestMiners(rule) ? null : widest(rule, left, sizes);
    if (group === null) break;
    groups.push(group);
    const taken = new Set(group.minerIds);
    left = left.filter(({ id }) => !taken.has(id));
  }
  if (left.length >= (rule.grouping === 'rule' ? 2 : MANY_AT_ONCE)) {
    const cause = { kind: 'site', key: FARM } as const;
    groups.push({ cause, minerIds: left.map(({ id }) => id), of: sizes.of(cause) });
    left = [];
  }
  return { groups, singles: left.map(({ id }) => id) };
}

/** Whether so many of a group are enough for a common cause. */
function isEnough(rule: GroupedRule, miners: number, of: number): boolean {
  if (isPoolFault(rule.id)) return miners >= LEAST_OF_ONE_POOL;
  return haveOneCause(miners, of);
}

/** Whether a cause that is no place is one of nearly all miners of the farm. */
function isOfNearlyAll({ kind }: IncidentCause, of: number, sizes: GroupSizes): boolean {
  const isTrait = kind === 'tag' || kind === 'model' || kind === 'firmware';
  return isTrait && of > NEARLY_ALL * sizes.of({ kind: 'site', key: FARM });
}

function widest(rule: GroupedRule, hit: readonly Row[], sizes: GroupSizes): Grouped | null {
  const candidates = new Map<string, { cause: IncidentCause; minerIds: string[] }>();
  for (const miner of hit) {
    for (const cause of causesFor(rule.id, miner)) {
      const text = causeText(cause);
      const candidate = candidates.get(text) ?? { cause, minerIds: [] };
      candidate.minerIds.push(miner.id);
      candidates.set(text, candidate);
    }
  }
  const groups = [...candidates.values()]
    .map((candidate) => ({ ...candidate, of: Math.max(sizes.of(candidate.cause), candidate.minerIds.length) }))
    .filter(({ cause, minerIds, of }) => isEnough(rule, minerIds.length, of) && !isOfNearlyAll(cause, of, sizes))
    .sort(
      (a, b) =>
        b.minerIds.length - a.minerIds.length ||
        a.of - b.of ||
        KINDS.indexOf(a.cause.kind as never) - KINDS.indexOf(b.cause.kind as never),
    );
  const [most] = groups;
  if (most === undefined) return null;
  // A single miner elsewhere must not turn a dead rack into an incident of the whole farm.
  const share = ({ minerIds, of }: Grouped): number => minerIds.length / of;
  const isMuchFuller = (group: Grouped): boolean =>
    share(group) >= MUCH_FULLER * share(most) || (share(group) === 1 && share(most) <= PARTLY);
  const narrower = groups.find(
    (group) => most.minerIds.length - group.minerIds.length < LEAST_MINERS && isMuchFuller(group),
  );
  return narrower ?? most;
}
