import { useCallback, useState } from 'react';
import type { Miner } from '../../../src-shared/model/index.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { toastFailure } from '../../ui/feedback/toast.tsx';
import { useAct, useIsActing } from '../jobs/actions/use-act.ts';
import { type Verb, whyNone } from '../jobs/actions/verbs.ts';
import { jobsTexts } from '../jobs/jobs-texts.ts';
import { bulkTexts } from './bulk/bulk-texts.ts';
import type { BulkState } from './bulk/use-bulk.ts';
import type { RowMenuAnchor } from './row-menu.tsx';
import { type Selection, selectOnly } from './table/selection.ts';

/** What keys and the menu of a row do with the selection, or with the row alone. */
export function useRowActions(props: {
  readonly selection: Selection;
  /** The selected miners that are shown. */
  readonly selected: readonly Miner[];
  readonly setSelection: (next: Selection) => void;
  /** The search has an error: the rows belong to another query. */
  readonly broken: boolean;
  readonly text: string;
  readonly bulk: BulkState;
  readonly manageMany: (miners: readonly Miner[], managed: boolean) => void;
}) {
  const { selection, selected, setSelection, broken, text, bulk, manageMany } = props;
  const { live } = usePowerHive();
  const isActing = useIsActing();
  const act = useAct();
  const [menu, setMenu] = useState<RowMenuAnchor | null>(null);
  const [renameNow, setRenameNow] = useState(false);
  /** A key acts on the selection if there is one, otherwise on the active row. */
  const meantByKey = (activeId: string | null): readonly Miner[] => {
    const active = live.state.miners.get(activeId ?? '');
    return selected.length > 0 ? selected : active === undefined ? [] : [active];
  };
  /** The selection if it contains the row, otherwise the row alone. */
  const meantBy = (id: string): readonly string[] =>
    selection.ids.has(id) && !broken ? selected.map((miner) => miner.id) : [id];
  /** One change is followed at a time: a key is answered, and does nothing by itself afterwards. */
  const isChanging = (title: string): boolean => {
    if (bulk.progress !== null) toastFailure(title, bulkTexts.isRunning);
    return bulk.progress !== null;
  };
  const rename = (meant: readonly string[]): void => {
    if (meant.length === 0 || broken || isChanging(bulkTexts.rename)) return;
    setSelection(selectOnly(meant));
    setRenameNow(true);
  };
  return {
    onVerb: (verb: Verb, activeId: string | null): void => {
      const meant = meantByKey(activeId);
      if (isActing !== true || broken || meant.length === 0) return;
      const why = whyNone(verb, meant);
      const ids = meant.map(({ id }) => id);
      if (why !== null) toastFailure(jobsTexts.verbs[verb], jobsTexts.whyNot[why]);
      else act(verb, ids, text);
    },
    onManage: (activeId: string | null): void => {
      const meant = meantByKey(activeId);
      if (meant.length === 0) return;
      const manages = !meant.every(({ managed }) => managed);
      if (broken || isChanging(manages ? bulkTexts.manage(0) : bulkTexts.unmanage(0))) return;
      manageMany(meant, manages);
    },
    onRename: (activeId: string | null): void => rename(meantByKey(activeId).map(({ id }) => id)),
    rename,
    /** The form for names opens once. */
    renameNow,
    onRenameOpened: useCallback(() => setRenameNow(false), []),
    onMenu: (id: string, x: number, y: number): void => setMenu({ ids: meantBy(id), x, y }),
    menu,
    closeMenu: (): void => setMenu(null),
  };
}
