import { Button } from '@mantine/core';
import { useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { CsvSeparator } from '../../../src-shared/text/csv.ts';
import { isoTime } from '../../../src-shared/text/iso-time.ts';
import { useFarmNow } from '../../api/use-farm-now.ts';
import { useFleetKnown } from '../../api/use-fleet-known.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import type { FleetLocation } from '../../miner-view/locations/fleet-location.ts';
import { formatHash } from '../../ui/hash-location.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { saveTextFile } from '../../ui/save-file.ts';
import { useStable } from '../../ui/use-stable.ts';
import { CsvButton } from '../csv/csv-button.tsx';
import type { OrderLocation } from '../jobs/actions/order-location.ts';
import { useChosenMiners } from '../jobs/actions/use-chosen-miners.ts';
import { OrderPanel } from '../jobs/order/lazy-order-panel.ts';
import { MinerPanel } from '../miner/lazy-miner-panel.ts';
import { AlertLink } from './alert-link.tsx';
import { BulkBar } from './bulk/bulk-bar.tsx';
import { useBulk } from './bulk/use-bulk.ts';
import { useManage } from './bulk/use-manage.tsx';
import { FirstSteps } from './first-steps.tsx';
import { fleetCsv } from './fleet-csv.ts';
import classes from './fleet-screen.module.css';
import { FleetSums } from './fleet-sums.tsx';
import { fleetTexts } from './fleet-texts.ts';
import { HistoryLink } from './history-link.tsx';
import { ImportButton } from './import/import-button.tsx';
import { NoRows } from './no-rows.tsx';
import { RowMenu } from './row-menu.tsx';
import { effectiveQuery } from './search/effective-query.ts';
import { filterMiners } from './search/fleet-filter.ts';
import { SearchBox, type SearchBoxHandle } from './search/search-box.tsx';
import { SearchCount } from './search/search-count.tsx';
import { askedSelection, dropAskedSelection } from './table/asked-selection.ts';
import { ColumnChooser } from './table/columns/column-chooser.tsx';
import { layoutColumns } from './table/columns/fleet-layout.ts';
import { FleetTable, type FleetTableHandle } from './table/fleet-table.tsx';
import { GroupChoice } from './table/group-choice.tsx';
import {
  countHidden,
  NOTHING_SELECTED,
  type Selection,
  selectAll,
  selectedIds,
  selectOnly,
} from './table/selection.ts';
import { useGrouping } from './table/use-grouping.ts';
import { useShownIds } from './table/use-shown-ids.ts';
import { useRowActions } from './use-row-actions.ts';
import type { FleetView } from './views/saved-views.ts';
import { useFleetView } from './views/use-fleet-view.ts';
import { ViewTabs } from './views/view-tabs.tsx';

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
  useChosenMiners(broken ? [] : selected);
  const actions = useRowActions({ selection, selected, setSelection, broken, text, bulk, manageMany });
  const { menu, rename } = actions;
  const search = useRef<SearchBoxHandle>(null);
  const table = useRef<FleetTableHandle>(null);

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
          <SearchBox ref={search} text={text} onText={onText} onEnter={() => table.current?.enter()} beside={sums}>
            <SearchCount
              query={effective}
              text={isKnown ? fleetTexts.count(ids.length, miners.length) : ''}
              className={classes.count}
            />
            {/* Back keeps the last search: whoever comes back must not miss the others. */}
            {isKnown && text.trim() !== '' && ids.length < miners.length && (
              <Button variant="subtle" size="compact-sm" onClick={() => onText('')}>
                {fleetTexts.showAll(miners.length)}
              </Button>
            )}
            <div className={classes.tools}>
              <HistoryLink text={effective} />
              <AlertLink text={broken ? '' : effective} />
              <ImportButton bulk={bulk} />
              <CsvButton disabled={broken || ids.length === 0} selectedCount={selected.length} onSave={exportCsv} />
              <GroupChoice grouping={groups.grouping} onGrouping={setGrouping} onCollapseAll={collapseAll} />
              <ColumnChooser layout={view.layout} onLayout={setLayout} />
            </div>
          </SearchBox>
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
              ref={table}
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
              onManage={actions.onManage}
              onVerb={actions.onVerb}
              onMenu={actions.onMenu}
              onRename={actions.onRename}
            />
          ) : (
            <NoRows minerCount={miners.length} onAll={() => onText('')} />
          )}
        </div>
        <BulkBar
          bulk={bulk}
          miners={selected}
          hiddenCount={countHidden(selection, ids, (id) => live.state.miners.get(id) !== undefined)}
          onManage={manageMany}
          text={text}
          broken={broken}
          renameNow={actions.renameNow}
          onRenameOpened={actions.onRenameOpened}
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
          onClose={actions.closeMenu}
        />
      )}
      {order !== null && <OrderPanel key={order.verb} location={order} text={text} miners={ordered} onClose={close} />}
      {openedId !== null && <MinerPanel key={openedId} id={openedId} spot={spot} moment={moment} onClose={close} />}
    </div>
  );
}
