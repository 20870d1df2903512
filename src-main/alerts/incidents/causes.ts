import { poolHost } from '../../../src-shared/miner-now.ts';
import type { IncidentCause, Miner } from '../../../src-shared/model/index.ts';
import { rackOf } from '../../../src-shared/place.ts';
import { subnetOf } from '../../../src-shared/subnet-of.ts';
import type { StoredIncident } from '../../store/store.ts';
import { builtInRule } from '../rules/built-in-rules.ts';
import { TOGETHER_MS } from '../rules/define-rule.ts';

/** How many miners, and which share of a group, make one cause at least. */
export const LEAST_MINERS = 5;
const LEAST_SHARE = 0.3;
/** A group that is hit so many times as fully is the cause, though a few miners are not of it. */
const MUCH_FULLER = 2;
/** From how many miners on they are one incident wherever they are: more messages are not read. */
const MANY_AT_ONCE = 20;

/** How near to each other faults of a rule begin that may have one cause. */
export function togetherMs(ruleId: string): number {
  return builtInRule(ruleId)?.togetherMs ?? TOGETHER_MS;
}

/** The whole farm, as the key of a cause of kind `site`. */
const FARM = 'farm';

/** A cause with the miners that it explains. */
export interface Grouped {
  readonly cause: IncidentCause;
  readonly minerIds: readonly string[];
  /** How many miners the group has in all. */
  readonly of: number;
}

export interface Causes {
  readonly groups: readonly Grouped[];
  /** Miners that are each a cause of their own. */
  readonly singles: readonly string[];
}

type Row = Pick<
  Miner,
  'id' | 'ip' | 'last_ip' | 'tags' | 'place' | 'pdu' | 'model_alias' | 'managed' | 'latest_status'
>;

/** Where kinds explain the same miners, the first says most about the cause. */
const KINDS = ['pool', 'network', 'rack', 'pdu', 'tag', 'model', 'site'] as const;

/** All causes to which a miner may belong. */
export function causesOf(miner: Row): IncidentCause[] {
  const network = subnetOf(miner.ip ?? miner.last_ip);
  const rack = rackOf(miner.place);
  const pool = poolHost(miner.latest_status?.pool_url ?? null);
  return [
    ...(pool === null ? [] : [{ kind: 'pool' as const, key: pool }]),
    ...(network === null ? [] : [{ kind: 'network' as const, key: network }]),
    ...(rack === null ? [] : [{ kind: 'rack' as const, key: rack }]),
    ...(miner.pdu === null ? [] : [{ kind: 'pdu' as const, key: miner.pdu }]),
    ...miner.tags.map((key) => ({ kind: 'tag' as const, key })),
    ...(miner.model_alias === null ? [] : [{ kind: 'model' as const, key: miner.model_alias }]),
    { kind: 'site' as const, key: FARM },
  ];
}

export function causeText({ kind, key }: IncidentCause): string {
  return `${kind}\n${key}`;
}

type OfCause = Pick<StoredIncident, 'cause_kind' | 'cause_key' | 'rule_id'>;

/**
 * What comes and goes as one: all that is wrong with a miner, and of many miners what one rule finds.
 * That fans fail in a rack says nothing of its power.
 */
export function courseKey({ cause_kind: kind, cause_key: key, rule_id }: OfCause): string {
  const text = causeText({ kind, key });
  return kind === 'miner' ? text : `${text}\n${rule_id}`;
}

/**
 * Whose messages are counted together. Critical ones are counted by themselves, so that warnings
 * cannot use up their number.
 */
export function rateLimitKey(incident: OfCause & Pick<StoredIncident, 'severity'>): string {
  return incident.severity === 'critical' ? `${courseKey(incident)}\ncritical` : courseKey(incident);
}

/** How many managed miners each cause could concern. */
export class GroupSizes {
  readonly #sizes = new Map<string, number>();

  constructor(miners: Iterable<Row>) {
    for (const miner of miners) {
      if (!miner.managed) continue;
      for (const cause of causesOf(miner)) {
        const text = causeText(cause);
        this.#sizes.set(text, (this.#sizes.get(text) ?? 0) + 1);
      }
    }
  }

  of(cause: IncidentCause): number {
    return this.#sizes.get(causeText(cause)) ?? 0;
  }
}

/**
 * What miners that a rule finds at the same time have in common. The group that explains
 * most of them is taken first; a narrower one where two explain the same, or where it is hit much more
 * fully and leaves out fewer than LEAST_MINERS. What is left is judged again.
 */
export function groupCauses(ruleId: string, hit: readonly Row[], sizes: GroupSizes): Causes {
  const groups: Grouped[] = [];
  let left = hit;
  for (;;) {
    const group = left.length < LEAST_MINERS ? null : widest(ruleId, left, sizes);
    if (group === null) break;
    groups.push(group);
    const taken = new Set(group.minerIds);
    left = left.filter(({ id }) => !taken.has(id));
  }
  if (left.length >= MANY_AT_ONCE) {
    const cause = { kind: 'site', key: FARM } as const;
    groups.push({ cause, minerIds: left.map(({ id }) => id), of: sizes.of(cause) });
    left = [];
  }
  return { groups, singles: left.map(({ id }) => id) };
}

function widest(ruleId: string, hit: readonly Row[], sizes: GroupSizes): Grouped | null {
  const mayBePool = builtInRule(ruleId)?.poolMayCause ?? false;
  const candidates = new Map<string, { cause: IncidentCause; minerIds: string[] }>();
  for (const miner of hit) {
    for (const cause of causesOf(miner)) {
      if (cause.kind === 'pool' && !mayBePool) continue;
      const text = causeText(cause);
      const candidate = candidates.get(text) ?? { cause, minerIds: [] };
      candidate.minerIds.push(miner.id);
      candidates.set(text, candidate);
    }
  }
  const groups = [...candidates.values()]
    .map((candidate) => ({ ...candidate, of: Math.max(sizes.of(candidate.cause), candidate.minerIds.length) }))
    .filter(({ minerIds, of }) => minerIds.length >= LEAST_MINERS && minerIds.length / of >= LEAST_SHARE)
    .sort(
      (a, b) =>
        b.minerIds.length - a.minerIds.length ||
        a.of - b.of ||
        KINDS.indexOf(a.cause.kind as never) - KINDS.indexOf(b.cause.kind as never),
    );
  const [most] = groups;
  if (most === undefined) return null;
  // A stray miner elsewhere does not make a dead rack a matter of the whole farm.
  const share = ({ minerIds, of }: Grouped): number => minerIds.length / of;
  const narrower = groups.find(
    (group) => most.minerIds.length - group.minerIds.length < LEAST_MINERS && share(group) >= MUCH_FULLER * share(most),
  );
  return narrower ?? most;
}
