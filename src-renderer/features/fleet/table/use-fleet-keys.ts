import type { Miner } from '../../../../src-shared/model/index.ts';
import { useOpenMinerPage } from '../../../api/use-open-miner-page.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { useKeys } from '../../../ui/use-keys.ts';
import type { Verb } from '../../jobs/verbs.ts';
import { extendTo, type Selection, selectAll, toggleRow } from './selection.ts';

/**
 * j, k and the arrows move the active row, with Shift they extend the selection. Space selects the
 * row, Ctrl or Cmd with A all of them, Enter opens it, o its own page in the browser, m turns the
 * management of the selection, else of the row, on or off; b locates, R restarts, p sets the preset of the selection, else of the row.
 */
export function useFleetKeys(fleet: {
  ids: readonly string[];
  activeId: string | null;
  activate: (id: string, index: number) => void;
  open: (id: string) => void;
  manage: (active: Miner) => void;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  onVerb: (verb: Verb, activeId: string | null) => void;
}): void {
  const { live } = usePowerHive();
  const openPage = useOpenMinerPage();
  const { ids, activeId, selection, onSelection } = fleet;

  const moveTo = (index: number): void => {
    const place = Math.max(0, Math.min(ids.length - 1, index));
    const id = ids[place];
    if (id !== undefined) fleet.activate(id, place);
  };
  const move = (step: number) => (event: KeyboardEvent) => {
    const from = activeId === null ? -1 : ids.indexOf(activeId);
    const place = from === -1 ? (step > 0 ? 0 : ids.length - 1) : from + step;
    moveTo(place);
    const reached = ids[Math.max(0, Math.min(ids.length - 1, place))];
    if (!event.shiftKey || reached === undefined) return;
    const anchor = selection.anchor ?? activeId ?? reached;
    onSelection(extendTo({ ...selection, anchor }, ids, reached));
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
    ' ': () => {
      if (activeId !== null && ids.includes(activeId)) onSelection(toggleRow(selection, activeId));
    },
    'Mod+a': () => onSelection(selectAll(selection, ids)),
    Home: () => moveTo(0),
    End: () => moveTo(ids.length - 1),
    Enter: () => {
      if (activeId !== null) fleet.open(activeId);
    },
    o: () => {
      const miner = activeId === null ? undefined : live.state.miners.get(activeId);
      if (miner !== undefined) openPage(miner);
    },
    b: () => fleet.onVerb('locate', activeId),
    R: () => fleet.onVerb('restart', activeId),
    p: () => fleet.onVerb('preset', activeId),
    m: () => {
      const miner = activeId === null ? undefined : live.state.miners.get(activeId);
      if (miner !== undefined) fleet.manage(miner);
    },
  });
}
