import { type FarmTotals, farmTotals } from '../../../../src-shared/farm-sums.ts';
import type { Moment } from '../../../../src-shared/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { type Grouping, groupMiners } from '../../../miner-view/miner-groups.ts';
import type { Selection } from './selection.ts';

/** The head of a group in the table, with the sums of its miners. */
export interface GroupEntry {
  readonly kind: 'group';
  /** Stands for this group as long as the table is grouped the same way. */
  readonly key: string;
  readonly label: string;
  /** Its miners in the order in which they are shown. */
  readonly ids: readonly string[];
  readonly sums: FarmTotals;
  readonly isOpen: boolean;
}

/**
 * A miner's row. Its key is its id; by tag, where it can be shown more than once, with a number
 * behind it.
 */
export interface MinerEntry {
  readonly kind: 'miner';
  readonly key: string;
  readonly id: string;
}

export type FleetEntry = GroupEntry | MinerEntry;

/** Every row of a table that is not grouped. */
export function plainEntries(ids: readonly string[]): readonly MinerEntry[] {
  return ids.map((id) => ({ kind: 'miner', key: id, id }));
}

/**
 * The heads of the groups with the rows of those that are not collapsed, in the order that the
 * miners have. With `kept`, the entries before, miners stay in the groups that they are in and
 * groups in their places, so that only the sums change.
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
      // Rows of collapsed groups count too: the key of a row does not depend on which are open.
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
 * The groups as they were, without miners that are gone; new miners and new groups come after the
 * rest.
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

/** Those without what they are grouped by have a key of their own. */
function groupKey(grouping: Grouping, key: string | null): string {
  return key === null ? `${grouping}?` : `${grouping}=${key}`;
}

/** How much of a group is selected. */
export function selectedPart({ ids }: GroupEntry, selection: Selection): 'all' | 'some' | 'none' {
  if (selection.ids.size === 0) return 'none';
  const count = ids.filter((id) => selection.ids.has(id)).length;
  return count === 0 ? 'none' : count === ids.length ? 'all' : 'some';
}

/** Selects a whole group, or, where all of it is selected, none of it. */
export function toggleGroup(selection: Selection, group: GroupEntry): Selection {
  const ids = new Set(selection.ids);
  const isAll = selectedPart(group, selection) === 'all';
  for (const id of group.ids) {
    if (isAll) ids.delete(id);
    else ids.add(id);
  }
  return { ids, anchor: group.key };
}
