import { useMemo, useRef, useState } from 'react';
import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { GROUPINGS, type Grouping } from '../../../miner-view/miner-groups.ts';
import { setHashGroup, useHashGroup } from '../../../ui/hash-location.ts';
import { type FleetEntry, type GroupEntry, groupedEntries, plainEntries } from './fleet-entries.ts';
import type { FleetQuery } from './use-shown-ids.ts';

const NONE: ReadonlySet<string> = new Set();

export interface FleetGrouping {
  readonly grouping: Grouping | null;
  /** The rows of the table, including group headings. */
  readonly entries: readonly FleetEntry[];
  setGrouping(grouping: Grouping | null): void;
  toggle(group: GroupEntry): void;
  collapseAll(collapse: boolean): void;
}

interface Grouped {
  readonly entries: readonly FleetEntry[];
  readonly grouping: Grouping;
  readonly query: FleetQuery;
}

/**
 * The grouping in the address, and which groups are closed. While `hold` is true, changed miners
 * stay in their groups, because their rows keep their positions.
 */
export function useGrouping(ids: readonly string[], query: FleetQuery, moment: Moment, hold: boolean): FleetGrouping {
  const { live } = usePowerHive();
  const asked = useHashGroup();
  const grouping = GROUPINGS.find((candidate) => candidate === asked) ?? null;
  const [collapsed, setCollapsed] = useState(NONE);
  const plain = useMemo(() => (grouping === null ? plainEntries(ids) : null), [ids, grouping]);
  const last = useRef<Grouped | null>(null);
  const grouped = useMemo(() => {
    if (grouping === null) return null;
    const isKept = hold && last.current?.grouping === grouping && last.current.query === query;
    const miners = ids.flatMap((id) => live.state.miners.get(id) ?? []);
    const kept = isKept ? (last.current?.entries ?? null) : null;
    const entries = groupedEntries(miners, grouping, collapsed, moment, kept);
    last.current = { entries, grouping, query };
    return entries;
  }, [live, ids, query, grouping, collapsed, moment, hold]);
  const entries: readonly FleetEntry[] = grouped ?? plain ?? [];
  return {
    grouping,
    entries,
    setGrouping(next) {
      setCollapsed(NONE);
      setHashGroup(next);
    },
    toggle({ key }) {
      const next = new Set(collapsed);
      if (!next.delete(key)) next.add(key);
      setCollapsed(next);
    },
    collapseAll(collapse) {
      const heads = entries.flatMap((entry) => (entry.kind === 'group' ? entry.key : []));
      setCollapsed(collapse ? new Set(heads) : NONE);
    },
  };
}
