import type { RefObject } from 'react';
import { useOpenMinerPage } from '../../../api/use-open-miner-page.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { useKeys, useListKeys } from '../../../ui/keys/use-keys.ts';
import type { Verb } from '../../jobs/actions/verbs.ts';
import { type FleetEntry, type GroupEntry, toggleGroup } from './fleet-entries.ts';
import { extendTo, type Selection, selectAll, toggleRow } from './selection.ts';

/** The keys of the fleet, as listed by `?`. They act on the selection or the active row. */
export function useFleetKeys(fleet: {
  /** Has the focus while keys may change something. */
  table: RefObject<Element | null>;
  entries: readonly FleetEntry[];
  /** Of all miners, including those in closed groups. */
  ids: readonly string[];
  activeKey: string | null;
  activate: (entry: FleetEntry, index: number) => void;
  open: (id: string, key: string) => void;
  toggle: (group: GroupEntry) => void;
  manage: (activeId: string | null) => void;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** Whether the miner needs attention. */
  needsAttention: (id: string) => boolean;
  onVerb: (verb: Verb, activeId: string | null) => void;
  menu: (active: FleetEntry | undefined) => void;
  rename: (activeId: string | null) => void;
}): void {
  const { live } = usePowerHive();
  const openPage = useOpenMinerPage();
  const { entries, ids, activeKey, selection, onSelection } = fleet;
  const place = (): number => (activeKey === null ? -1 : entries.findIndex(({ key }) => key === activeKey));
  const active = (): FleetEntry | undefined => entries[place()];
  /** The miner of the active row; null on a group heading. */
  const activeId = (): string | null => {
    const entry = active();
    return entry?.kind === 'miner' ? entry.id : null;
  };

  const moveTo = (index: number): FleetEntry | undefined => {
    const to = Math.max(0, Math.min(entries.length - 1, index));
    const entry = entries[to];
    if (entry !== undefined) fleet.activate(entry, to);
    return entry;
  };
  const move = (step: number) => (event: KeyboardEvent) => {
    const from = place();
    const reached = moveTo(from === -1 ? (step > 0 ? 0 : entries.length - 1) : from + step);
    if (!event.shiftKey || reached?.kind !== 'miner') return;
    const anchor = selection.anchor ?? activeKey;
    onSelection(extendTo({ ...selection, anchor }, entries, reached.key));
  };
  /** Closes or opens the group of the active row, and activates its heading. */
  const setOpen = (isOpen: boolean) => () => {
    const from = place();
    if (from === -1) return;
    const head = isOpen ? from : entries.findLastIndex(({ kind }, index) => index <= from && kind === 'group');
    const group = entries[head];
    if (group?.kind !== 'group') return;
    if (group.isOpen !== isOpen) fleet.toggle(group);
    fleet.activate(group, head);
  };

  useKeys({
    j: move(1),
    J: move(1),
    ArrowDown: move(1),
    k: move(-1),
    K: move(-1),
    ArrowUp: move(-1),
    PageDown: move(20),
    PageUp: move(-20),
    ArrowLeft: setOpen(false),
    ArrowRight: setOpen(true),
    'Mod+a': () => onSelection(selectAll(selection, ids)),
    Home: () => moveTo(0),
    End: () => moveTo(entries.length - 1),
    Enter: () => {
      const entry = active();
      if (entry?.kind === 'miner') fleet.open(entry.id, entry.key);
      if (entry?.kind === 'group') fleet.toggle(entry);
    },
    o: () => {
      const miner = live.state.miners.get(activeId() ?? '');
      if (miner !== undefined) openPage(miner);
    },
    n: () => {
      const from = place();
      const after = [...entries.slice(from + 1), ...entries.slice(0, from + 1)];
      const next = after.find((entry) => entry.kind === 'miner' && fleet.needsAttention(entry.id));
      if (next !== undefined) moveTo(entries.indexOf(next));
    },
  });
  useListKeys(fleet.table, {
    ' ': () => {
      const entry = active();
      if (entry?.kind === 'miner') onSelection(toggleRow(selection, entry.id, entry.key));
      if (entry?.kind === 'group') onSelection(toggleGroup(selection, entry));
    },
    b: () => fleet.onVerb('locate', activeId()),
    R: () => fleet.onVerb('restart', activeId()),
    p: () => fleet.onVerb('preset', activeId()),
    '.': () => {
      fleet.menu(active());
    },
    F2: () => fleet.rename(activeId()),
    m: () => fleet.manage(activeId()),
  });
}
