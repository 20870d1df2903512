import { Button } from '@mantine/core';
import { useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Miner } from '../../../src-shared/model/index.ts';
import type { CsvSeparator } from '../../../src-shared/text/csv.ts';
import { isoTime } from '../../../src-shared/text/iso-time.ts';
import { useFarmNow } from '../../api/use-farm-now.ts';
import { useFleetKnown } from '../../api/use-fleet-known.ts';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import type { FleetLocation } from '../../miner-view/locations/fleet-location.ts';
import { Callout, Skeleton } from '../../ui/feedback/callout.tsx';
import { toastFailure } from '../../ui/feedback/toast.tsx';
import { formatHash } from '../../ui/hash-location.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { saveTextFile } from '../../ui/save-file.ts';
import { useStable } from '../../ui/use-stable.ts';
import { CsvButton } from '../csv/csv-button.tsx';
import type { OrderLocation } from '../jobs/actions/order-location.ts';
import { useAct, useIsActing } from '../jobs/actions/use-act.ts';
import { useChosenMiners } from '../jobs/actions/use-chosen-miners.ts';
import { type Verb, whyNone } from '../jobs/actions/verbs.ts';
import { jobsTexts } from '../jobs/jobs-texts.ts';
import { OrderPanel } from '../jobs/order/lazy-order-panel.ts';
import { MinerPanel } from '../miner/lazy-miner-panel.ts';
import { AlertLink } from './alert-link.tsx';
import { BulkBar } from './bulk/bulk-bar.tsx';
import { bulkTexts } from './bulk/bulk-texts.ts';
import { useBulk } from './bulk/use-bulk.ts';
import { useManage } from './bulk/use-manage.tsx';
import { FirstSteps } from './first-steps.tsx';
import { fleetCsv } from './fleet-csv.ts';
import classes from './fleet-screen.module.css';
import { FleetSums } from './fleet-sums.tsx';
import { fleetTexts } from './fleet-texts.ts';
import { HistoryLink } from './history-link.tsx';
import { ImportButton } from './import/import-button.tsx';
import { NoMiners } from './no-miners.tsx';
import { RowMenu, type RowMenuAnchor } from './row-menu.tsx';
import { effectiveQuery } from './search/effective-query.ts';
import { filterMiners } from './search/fleet-filter.ts';
import { SearchBox, type SearchBoxHandle } from './search/search-box.tsx';
import { SearchCount } from './search/search-count.tsx';
import { askedSelection, dropAskedSelection } from './table/asked-selection.ts';
import { ColumnChooser } from './table/columns/column-chooser.tsx';
import { layoutColumns } from './table/columns/fleet-layout.ts';
import { FleetTable } from './table/fleet-table.tsx';
import { GroupChoice } from './table/group-choice.tsx';
import { NOTHING_SELECTED, type Selection, selectAll, selectedIds, selectOnly } from './table/selection.ts';
import { useGrouping } from './table/use-grouping.ts';
import { useShownIds } from './table/use-shown-ids.ts';
import type { FleetView } from './views/saved-views.ts';
import { useFleetView } from './views/use-fleet-view.ts';
import { ViewTabs } from './views/view-tabs.tsx';

const texts = fleetTexts.none;
/** The fleet, with the panel of the opened miner. */
export function FleetScreen(props: {
  location: FleetLocation;
  /** The preview that is open beside it. */
  order: OrderLocation | null;
  /** Where the preview was opened; null for the fleet. */
  beforeOrder: string | null;
  text: string;
  onText: (text: string) => void;
}) {
  const { location, order, beforeOrder, text, onText } = props;
  const { minerId: openedId, spot } = location;
  const [, navigate] = useLocation();
  const { miners, moment } = useFarmNow();
  const fill = useLive((view) => view.fill);
  const isKnown = useFleetKnown();
  const [hold, setHold] = useState(false);
  const view = useFleetView(text, onText);
  const { sort } = view.layout;
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is there now matters when the text changes, not each second
  const { text: effective, broken } = useMemo(() => effectiveQuery(text, miners, moment), [text, miners.length === 0]);
  const query = useMemo(() => ({ text: effective, sort }), [effective, sort]);
  const asked = useDeferredValue(query);
  const ids = useShownIds(miners, asked, moment, hold);
  const groups = useGrouping(ids, asked, moment, hold);
  const panelId = useId();
  const { live } = usePowerHive();
  const [selection, setSelected] = useState(() => selectOnly(askedSelection(text)));
  useEffect(dropAskedSelection, []);
  // With an invalid query nothing can be added to the selection: the rows belong to another query.
  const setSelection = (next: Selection): void => {
    if (!broken || next.ids.size <= selection.ids.size) setSelected(next);
  };
  const selected = selectedIds(selection, ids).flatMap((id) => live.state.miners.get(id) ?? []);
  const sums = useMemo(() => (effective === '' ? null : <FleetSums ids={ids} />), [effective, ids]);
  const exportCsv = useStable((separator: CsvSeparator): void => {
    const rows = selected.length > 0 ? selected : ids.flatMap((id) => live.state.miners.get(id) ?? []);
    const columns = layoutColumns(view.layout).map(({ id }) => id);
    const day = isoTime(moment.nowMs).slice(0, 10);
    saveTextFile(`powerhive-fleet-${day}.csv`, 'text/csv;charset=utf-8', fleetCsv(rows, columns, moment, separator));
  });
  // Stable functions, so that the parts above the rows are not drawn each second.
  const views = {
    choose: useStable((chosen: FleetView) => {
      setSelected(NOTHING_SELECTED);
      view.choose(chosen);
    }),
    add: useStable(view.add),
    rename: useStable(view.rename),
    keepText: useStable(view.keepText),
    remove: useStable(view.remove),
  };
  const setLayout = useStable(view.setLayout);
  const setGrouping = useStable(groups.setGrouping);
  const collapseAll = useStable(groups.collapseAll);
  const bulk = useBulk();
  const { manageMany, question } = useManage(bulk);
  const isActing = useIsActing();
  const act = useAct();
  useChosenMiners(broken ? [] : selected);
  /** A key acts on the selection if there is one, otherwise on the active row. */
  const meantByKey = (activeId: string | null): readonly Miner[] => {
    const active = live.state.miners.get(activeId ?? '');
    return selected.length > 0 ? selected : active === undefined ? [] : [active];
  };
  const onVerb = (verb: Verb, activeId: string | null): void => {
    const meant = meantByKey(activeId);
    if (isActing !== true || broken || meant.length === 0) return;
    const why = whyNone(verb, meant);
    if (why !== null) toastFailure(jobsTexts.verbs[verb], jobsTexts.whyNot[why]);
    else
      act(
        verb,
        meant.map(({ id }) => id),
        text,
      );
  };
  const [menu, setMenu] = useState<RowMenuAnchor | null>(null);
  const [renameNow, setRenameNow] = useState(false);
  const onRenameOpened = useCallback(() => setRenameNow(false), []);
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
  const search = useRef<SearchBoxHandle>(null);

  const open = useCallback((id: string) => navigate(formatHash({ path: `/fleet/${id}`, text })), [navigate, text]);
  const close = useStable(() =>
    navigate((order === null ? null : beforeOrder) ?? formatHash({ path: '/fleet', text })),
  );
  useKeys({
    '/': () => search.current?.focus(),
    Escape: () => {
      if (search.current?.leave() === true) return;
      if (openedId !== null || order !== null) close();
      else if (selection.ids.size > 0) setSelection(NOTHING_SELECTED);
      else onText('');
    },
  });

  const ordered =
    order === null
      ? []
      : order.ids === null
        ? filterMiners(miners, text, moment)
        : order.ids.flatMap((id) => live.state.miners.get(id) ?? []);

  return (
    <div className={classes.screen}>
      <section className={classes.fleet} aria-label={fleetTexts.title}>
        <h1 className="visually-hidden">{fleetTexts.title}</h1>
        <ViewTabs
          views={view.views}
          shown={view.shown}
          text={text}
          panelId={panelId}
          onChoose={views.choose}
          onAdd={views.add}
          onRename={views.rename}
          onKeepText={views.keepText}
          onDelete={views.remove}
        />
        <div className={classes.bar}>
          <SearchBox ref={search} text={text} onText={onText} beside={sums} />
          <SearchCount
            query={effective}
            text={isKnown ? fleetTexts.count(ids.length, miners.length) : ''}
            className={classes.count}
          />
          <div className={classes.tools}>
            <HistoryLink text={effective} />
            <AlertLink text={broken ? '' : effective} />
            <ImportButton bulk={bulk} />
            <CsvButton disabled={broken || ids.length === 0} selectedCount={selected.length} onSave={exportCsv} />
            <GroupChoice grouping={groups.grouping} onGrouping={setGrouping} onCollapseAll={collapseAll} />
            <ColumnChooser layout={view.layout} onLayout={setLayout} />
          </div>
        </div>
        {isKnown && <FirstSteps miners={miners} />}
        <div
          id={panelId}
          role="tabpanel"
          aria-label={view.shown.name}
          className={broken ? `${classes.panel} ${classes.broken}` : classes.panel}
        >
          {ids.length > 0 ? (
            <FleetTable
              ids={ids}
              groups={groups}
              query={effective}
              moment={moment}
              layout={view.layout}
              openedId={openedId}
              selection={selection}
              onSelection={setSelection}
              onLayout={setLayout}
              onOpen={open}
              onHold={setHold}
              onManage={(activeId) => {
                const meant = meantByKey(activeId);
                if (meant.length === 0) return;
                const manages = !meant.every(({ managed }) => managed);
                if (broken || isChanging(manages ? bulkTexts.manage(0) : bulkTexts.unmanage(0))) return;
                manageMany(meant, manages);
              }}
              onVerb={onVerb}
              onMenu={(id, x, y) => setMenu({ ids: meantBy(id), x, y })}
              onRename={(activeId) => rename(meantByKey(activeId).map(({ id }) => id))}
            />
          ) : fill !== 'whole' ? (
            <Skeleton rows={16} label={fleetTexts.loading} />
          ) : miners.length > 0 ? (
            <Callout
              title={texts.noMatch}
              action={
                <Button variant="default" onClick={() => onText('')}>
                  {texts.showAll}
                </Button>
              }
            >
              {texts.noneMatches(miners.length)}
            </Callout>
          ) : (
            <NoMiners />
          )}
        </div>
        <BulkBar
          bulk={bulk}
          miners={selected}
          hiddenCount={selection.ids.size - selected.length}
          onManage={manageMany}
          text={text}
          broken={broken}
          renameNow={renameNow}
          onRenameOpened={onRenameOpened}
          onCsv={exportCsv}
          shownCount={ids.length}
          onAll={() => setSelection(selectAll(selection, ids))}
          onNone={() => setSelection(NOTHING_SELECTED)}
        />
      </section>
      {question}
      {menu !== null && (
        <RowMenu
          key={`${menu.x},${menu.y},${menu.ids[0]}`}
          anchor={menu}
          miners={menu.ids.flatMap((id) => live.state.miners.get(id) ?? [])}
          text={text}
          broken={broken}
          onRename={() => rename(menu.ids)}
          onClose={() => setMenu(null)}
        />
      )}
      {order !== null && <OrderPanel key={order.verb} location={order} text={text} miners={ordered} onClose={close} />}
      {openedId !== null && <MinerPanel key={openedId} id={openedId} spot={spot} moment={moment} onClose={close} />}
    </div>
  );
}
