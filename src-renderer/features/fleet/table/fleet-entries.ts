import { type FarmTotals, farmTotals } from '../../../../src-shared/miner/farm-sums.ts';
import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { type Grouping, groupMiners } from '../../../miner-view/miner-groups.ts';
import type { Selection } from './selection.ts';

/** The heading of a group in the table, with the totals of its miners. */
export interface GroupEntry {
  readonly kind: 'group';
  /** Identifies the group as long as the grouping is the same. */
  readonly key: string;
  readonly label: string;
  /** Its miners in the order shown. */
  readonly ids: readonly string[];
  readonly sums: FarmTotals;
  readonly isOpen: boolean;
}

/**
 * A miner's row. Its key is its id. Grouped by tag, a miner may have several rows; further ones
 * have a number in their key.
 */
export interface MinerEntry {
  readonly kind: 'miner';
  readonly key: string;
  readonly id: string;
}

export type FleetEntry = GroupEntry | MinerEntry;

/** The rows of a table without groups. */
export function plainEntries(ids: readonly string[]): readonly MinerEntry[] {
  return ids.map((id) => ({ kind: 'miner', key: id, id }));
}

/**
 * The headings of the groups, and the rows of the open ones, in the order of the given miners. With
 * `kept`, the previous entries, miners stay in their groups and groups at their positions, so that
 * only totals change.
 */
export function groupedEntries(
  miners: readonly Miner[],
  grouping: Grouping,
  collapsed: ReadonlySet<string>,
  moment: Moment,
  kept: readonly FleetEntry[] | null = null,
): readonly FleetEntry[] {
  const entries: FleetEntry[] = [];
  const shown = new Map<string, number>();
  const now = groupMiners(miners, grouping, moment).map((group) => ({ ...group, key: groupKey(grouping, group.key) }));
  for (const { key, label, miners: those } of kept === null ? now : keepGroups(kept, now, miners)) {
    const ids = those.map(({ id }) => id);
    const isOpen = !collapsed.has(key);
    entries.push({ kind: 'group', key, label, ids, sums: farmTotals(those, moment), isOpen });
    for (const id of ids) {
      // Rows of closed groups count too: keys must not depend on which groups are open.
      const before = shown.get(id) ?? 0;
      shown.set(id, before + 1);
      if (isOpen) entries.push({ kind: 'miner', key: before === 0 ? id : `${id}#${before}`, id });
    }
  }
  return entries;
}

interface Group {
  readonly key: string;
  readonly label: string;
  readonly miners: readonly Miner[];
}

/**
 * The previous groups without miners that no longer exist. New miners and new groups are appended.
 */
function keepGroups(kept: readonly FleetEntry[], now: readonly Group[], miners: readonly Miner[]): readonly Group[] {
  const heads = kept.filter((entry) => entry.kind === 'group');
  const byId = new Map(miners.map((miner) => [miner.id, miner]));
  const known = new Set(heads.flatMap(({ ids }) => ids));
  const coming = new Map(
    now.map((group) => [group.key, { ...group, miners: group.miners.filter(({ id }) => !known.has(id)) }]),
  );
  const staying = heads.map(({ key, label, ids }) => {
    const added = coming.get(key)?.miners ?? [];
    coming.delete(key);
    return { key, label, miners: [...ids.flatMap((id) => byId.get(id) ?? []), ...added] };
  });
  return [...staying, ...coming.values()].filter((group) => group.miners.length > 0);
}

/** Miners without a value for the grouping have a separate key. */
function groupKey(grouping: Grouping, key: string | null): string {
  return key === null ? `${grouping}?` : `${grouping}=${key}`;
}

/** How much of a group is selected. */
export function selectedPart({ ids }: GroupEntry, selection: Selection): 'all' | 'some' | 'none' {
  if (selection.ids.size === 0) return 'none';
  const count = ids.filter((id) => selection.ids.has(id)).length;
  return count === 0 ? 'none' : count === ids.length ? 'all' : 'some';
}

/** Selects a whole group, or deselects it if all of it is selected. */
export function toggleGroup(selection: Selection, group: GroupEntry): Selection {
  const ids = new Set(selection.ids);
  const isAll = selectedPart(group, selection) === 'all';
  for (const id of group.ids) {
    if (isAll) ids.delete(id);
    else ids.add(id);
  }
  return { ids, anchor: group.key };
}
