import { type CSSProperties, useCallback, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { farmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { useFarmNow } from '../../api/use-farm-now.ts';
import { useFleetKnown } from '../../api/use-fleet-known.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import type { Grouping } from '../../miner-view/miner-groups.ts';
import { Skeleton } from '../../ui/feedback/callout.tsx';
import { Choice } from '../../ui/forms/choice.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { useInnerSize } from '../../ui/layout/use-inner-size.ts';
import { BulkBar } from '../fleet/bulk/bulk-bar.tsx';
import { useBulk } from '../fleet/bulk/use-bulk.ts';
import { useManage } from '../fleet/bulk/use-manage.tsx';
import { FirstSteps } from '../fleet/first-steps.tsx';
import { NoMiners } from '../fleet/no-miners.tsx';
import { NOTHING_SELECTED, selectAll, selectedIds } from '../fleet/table/selection.ts';
import { useChosenMiners } from '../jobs/actions/use-chosen-miners.ts';
import { MinerPanel } from '../miner/lazy-miner-panel.ts';
import { GroupsTable } from './groups-table.tsx';
import { KeptHeight } from './kept-height.tsx';
import { NeedsYou } from './needs-you.tsx';
import { OVERVIEW_PATH } from './overview-location.ts';
import classes from './overview-screen.module.css';
import { overviewTexts } from './overview-texts.ts';
import { MapSection } from './rack-map/map-section.tsx';
import { Tiles } from './tiles.tsx';

/** The state of the farm: five figures, what needs attention, and every miner as a cell. */
export function OverviewScreen({ openedId }: { openedId: string | null }) {
  const [, navigate] = useLocation();
  const { miners, moment } = useFarmNow();
  const isKnown = useFleetKnown();
  const { live } = usePowerHive();
  const sums = useMemo(() => farmTotals(miners, moment), [miners, moment]);
  const [chosen, setChosen] = useState<string | null>(null);
  const algorithm = sums.hashrates.find((work) => work.algorithm === chosen) ?? sums.hashrates[0];
  const [by, setBy] = useState<Grouping | null>(null);
  const hasRacks = useMemo(() => miners.some(({ place }) => place !== null), [miners]);
  const [selection, setSelection] = useState(NOTHING_SELECTED);
  const shownIds = useMemo(() => miners.map(({ id }) => id), [miners]);
  const selected = selectedIds(selection, shownIds).flatMap((id) => live.state.miners.get(id) ?? []);
  const bulk = useBulk();
  const bar = useRef<HTMLDivElement>(null);
  const { heightPx: barPx } = useInnerSize(bar);
  const screen = useRef<HTMLDivElement>(null);
  const { widthPx: screenPx } = useInnerSize(screen);
  const { manageMany, question } = useManage(bulk);
  useChosenMiners(selected);
  const open = useCallback((id: string) => navigate(`${OVERVIEW_PATH}/${id}`), [navigate]);
  const close = (): void => navigate(OVERVIEW_PATH);
  useKeys({
    Escape: () => (openedId !== null ? close() : setSelection(NOTHING_SELECTED)),
    'Mod+a': () => setSelection(selectAll(selection, shownIds)),
  });

  return (
    <div ref={screen} className={classes.screen}>
      <div
        className={classes.overview}
        style={{ '--bar-height': `${barPx}px`, '--screen-width': `${screenPx}px` } as CSSProperties}
      >
        <h1 className="visually-hidden">{overviewTexts.title}</h1>
        {isKnown && <FirstSteps miners={miners} />}
        {!isKnown ? (
          <Skeleton rows={12} label={overviewTexts.loading} />
        ) : miners.length === 0 ? (
          <NoMiners />
        ) : (
          <KeptHeight isBeside={openedId !== null}>
            {sums.hashrates.length > 1 && (
              <div className={classes.switch}>
                <Choice
                  label={overviewTexts.algorithm}
                  options={sums.hashrates.map((work) => ({ value: work.algorithm, text: work.algorithm }))}
                  value={algorithm?.algorithm ?? ''}
                  onChange={setChosen}
                />
              </div>
            )}
            <Tiles miners={miners} sums={sums} algorithm={algorithm} moment={moment} />
            <div className={classes.middle}>
              <NeedsYou miners={miners} moment={moment} />
              <MapSection
                miners={miners}
                moment={moment}
                openedId={openedId}
                selection={selection}
                onSelection={setSelection}
                onOpen={open}
              />
            </div>
            <GroupsTable
              miners={miners}
              moment={moment}
              by={by ?? (hasRacks ? 'rack' : 'model')}
              onBy={setBy}
              algorithm={algorithm?.algorithm}
            />
          </KeptHeight>
        )}
        <div ref={bar} className={classes.bar}>
          <BulkBar
            bulk={bulk}
            miners={selected}
            hiddenCount={0}
            onManage={manageMany}
            text=""
            broken={false}
            shownCount={shownIds.length}
            onAll={() => setSelection(selectAll(selection, shownIds))}
            onNone={() => setSelection(NOTHING_SELECTED)}
          />
        </div>
      </div>
      {question}
      {openedId !== null && <MinerPanel key={openedId} id={openedId} spot={null} moment={moment} onClose={close} />}
    </div>
  );
}
