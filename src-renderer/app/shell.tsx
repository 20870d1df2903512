import { useCallback, useEffect, useMemo, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { FARM_COUNTS, type FarmCount } from '../../src-shared/miner/farm-sums.ts';
import { useShownClock } from '../api/live/use-shown-clock.ts';
import { useFrozenAt, useLive } from '../api/use-powerhive.ts';
import { useRescan } from '../api/use-rescan.ts';
import { useFarmSettings, useSettings } from '../api/use-settings.ts';
import { useShownTemperatures } from '../api/use-shown-temperatures.ts';
import { FleetScreen } from '../features/fleet/fleet-screen.tsx';
import { COUNT_QUERIES } from '../features/fleet/search/fleet-filter.ts';
import { toggleCount } from '../features/fleet/search/query-text.ts';
import { wantedView } from '../features/fleet/views/wanted-view.ts';
import { CHIPS_TAB, RULES_TAB } from '../features/incidents/incident-tabs.ts';
import { FLEET_OR_PREVIEW, parseOrderPath } from '../features/jobs/actions/order-location.ts';
import { RunningJobs } from '../features/jobs/job/running-jobs.tsx';
import { parseOverviewPath, WALL_PATH } from '../features/overview/overview-location.ts';
import { OverviewScreen } from '../features/overview/overview-screen.tsx';
import { RACKS_PATH } from '../features/racks/racks-location.ts';
import type { LeavingMiner } from '../features/remove-miner/miner-question.tsx';
import { SITES_PATH } from '../features/sites/sites-path.ts';
import { judgePageBy } from '../miner-view/judge-page-by.ts';
import { parseComparePath } from '../miner-view/locations/compare-location.ts';
import { parseFleetPath } from '../miner-view/locations/fleet-location.ts';
import { formatHistoryLocation, HISTORY_PATH } from '../miner-view/locations/history-location.ts';
import { LeaveQuestion } from '../ui/forms/leave-question.tsx';
import { decodedPart, formatHash, useHashGroup, useHashText } from '../ui/hash-location.ts';
import { useKeys } from '../ui/keys/use-keys.ts';
import { loadPartsWhenIdle } from '../ui/loading/lazy-part.tsx';
import { Banners } from './banners/banners.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header/header.tsx';
import { SitesHeader } from './header/sites-header.tsx';
import { useGoKeys } from './keys/use-go-keys.ts';
import {
  ActivityScreen,
  AllSitesScreen,
  ApiScreen,
  CompareScreen,
  HistoryScreen,
  IncidentsScreen,
  JobsScreen,
  KeysHelp,
  LicencesScreen,
  MinerQuestion,
  ModelsScreen,
  Palette,
  RacksScreen,
  SettingsScreen,
  WallScreen,
  WelcomeScreen,
} from './lazy-screens.ts';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';
import { Title } from './title.tsx';
import { useBeforePreview } from './use-before-preview.ts';
import { useKeptViews } from './use-kept-views.ts';

/** The frame of every screen: header, rail, footer, and warnings about current faults. */
export function Shell() {
  const [path, navigate] = useLocation();
  const text = useHashText();
  const order = useMemo(() => parseOrderPath(path), [path]);
  const fleetLocation = useMemo(() => parseFleetPath(order === null ? path : '/fleet'), [order, path]);
  const overviewLocation = useMemo(() => parseOverviewPath(path), [path]);
  const pair = useMemo(() => parseComparePath(path), [path]);
  const { lastFleet, wholeFleet } = useFleetPaths(path, text);
  const beforePreview = useBeforePreview(path, order !== null);
  const rescan = useRescan();
  const nothingToWatch = useNothingToWatch();
  const shownBy = `${useShownTemperatures()} ${judgePageBy(useFarmSettings()?.thresholds)}`;
  const isFrozen = useFrozenAt() !== null;
  useKeptViews();
  useShownClock();
  const isWhole = usePartsAfterRows();
  const [paletteWanted, setPaletteWanted] = useState(false);
  const [keysShown, setKeysShown] = useState(false);
  const [leaving, setLeaving] = useState<LeavingMiner | null>(null);
  useKeys({
    r: () => void rescan(),
    // On the fleet screen, the history of the miners that it shows.
    h: () => navigate(formatHistoryLocation({ query: path.startsWith('/fleet') ? text : '' })),
    '?': () => setKeysShown(true),
    // The palette itself listens to it as soon as it is there.
    'Mod+k': () => setPaletteWanted(true),
  });
  useGoKeys((path) => {
    if (path !== '/fleet') return navigate(path);
    leaveView();
    navigate(wholeFleet);
  });

  const ask = useCallback(
    (next: string) => navigate(formatHash({ path, text: next }), { replace: true }),
    [path, navigate],
  );
  const toggle = (count: FarmCount): void => {
    const onFleet = path.startsWith('/fleet');
    navigate(formatHash({ path: onFleet ? path : '/fleet', text: toggleCount(onFleet ? text : '', count) }));
  };

  if (path === WALL_PATH) return <WallScreen key={shownBy} />;
  return (
    <div className={classes.shell}>
      {path === SITES_PATH ? <SitesHeader /> : <Header text={text} onCount={toggle} onRescan={() => void rescan()} />}
      <Banners />
      <Rail wholeFleet={wholeFleet} onFleet={leaveView} />
      {/* A new key would discard what was typed on the settings screen. */}
      <main key={path === '/settings' ? path : shownBy} className={classes.main} data-frozen={isFrozen}>
        <Switch>
          <Route path="/fleet/only/:count">{({ count }) => <NarrowedFleet count={count} />}</Route>
          <Route path="/fleet/history">
            <Redirect to={HISTORY_PATH} replace />
          </Route>
          <Route path={FLEET_OR_PREVIEW}>
            {fleetLocation === null ? (
              <Redirect to="/fleet" replace />
            ) : nothingToWatch ? (
              <WelcomeScreen />
            ) : (
              <FleetScreen
                location={fleetLocation}
                order={order}
                beforeOrder={beforePreview}
                text={text}
                onText={ask}
              />
            )}
          </Route>
          <Route path="/overview/:id?">
            {overviewLocation === null ? (
              <Redirect to="/overview" replace />
            ) : nothingToWatch ? (
              <WelcomeScreen />
            ) : (
              <OverviewScreen openedId={overviewLocation.minerId} />
            )}
          </Route>
          <Route path="/miners/*">
            {pair === null || pair[0] === pair[1] ? (
              <Redirect to={pair === null ? '/fleet' : `/fleet/${pair[0]}`} replace />
            ) : (
              <CompareScreen pair={pair} onClose={() => navigate(lastFleet)} />
            )}
          </Route>
          <Route path="/jobs/:id?">{({ id }) => <JobsScreen jobId={id ?? null} />}</Route>
          <Route path={HISTORY_PATH} component={HistoryScreen} />
          <Route path={RACKS_PATH} component={RacksScreen} />
          <Route path="/models" component={ModelsScreen} />
          <Route path="/incidents/rules/:rule">
            {({ rule }) => <IncidentsScreen shown={RULES_TAB} ruleId={decodedPart(rule)} />}
          </Route>
          <Route path="/incidents/:shown?">{({ shown }) => <IncidentsScreen shown={shown ?? null} />}</Route>
          <Route path="/anomalies">{() => <IncidentsScreen shown={CHIPS_TAB} />}</Route>
          <Route path="/activity" component={ActivityScreen} />
          <Route path={SITES_PATH} component={AllSitesScreen} />
          <Route path="/settings" component={SettingsScreen} />
          <Route path="/settings/licences" component={LicencesScreen} />
          <Route path="/settings/api" component={ApiScreen} />
          <Route>
            <Redirect to="/overview" replace />
          </Route>
        </Switch>
      </main>
      <Title />
      <RunningJobs />
      <Footer />
      {(isWhole || paletteWanted) && (
        <Palette
          openNow={paletteWanted}
          onRescan={() => void rescan()}
          onKeys={() => setKeysShown(true)}
          onLeave={setLeaving}
        />
      )}
      {leaving !== null && (
        <MinerQuestion
          leaving={leaving}
          onClose={() => setLeaving(null)}
          onDone={(successorId) => navigate(successorId === null ? lastFleet : `/fleet/${successorId}`)}
        />
      )}
      <LeaveQuestion />
      {keysShown && <KeysHelp onClose={() => setKeysShown(false)} />}
    </div>
  );
}

/**
 * The address of one part of the fleet, as in notifications. It is replaced by the query for it.
 */
function NarrowedFleet(props: { count: string }) {
  const count = FARM_COUNTS.find((candidate) => candidate === props.count);
  return (
    <Redirect to={formatHash({ path: '/fleet', text: count === undefined ? '' : COUNT_QUERIES[count] })} replace />
  );
}

/** The tab of a view does not stay chosen where its search is left. */
function leaveView(): void {
  wantedView.set({ id: null });
}

/**
 * The paths to the fleet. What was opened from it closes to `lastFleet`, with the query that it had;
 * so does Back. The rail and `g f` lead to `wholeFleet`, from each screen and from the fleet itself:
 * a link has one meaning, and whoever presses it later does not think of a search that hides miners.
 * The grouping hides none, and is kept.
 */
function useFleetPaths(path: string, text: string): { readonly lastFleet: string; readonly wholeFleet: string } {
  const group = useHashGroup();
  const [last, setLast] = useState({ text: '', group });
  const isFleet = path.startsWith('/fleet');
  if (isFleet && (last.text !== text || last.group !== group)) setLast({ text, group });
  const now = isFleet ? { text, group } : last;
  return {
    lastFleet: formatHash({ path: '/fleet', ...now }),
    wholeFleet: formatHash({ path: '/fleet', text: '', group: now.group }),
  };
}

/**
 * Loads the code of the other screens when the farm is there, and the page has nothing else to do.
 */
function usePartsAfterRows(): boolean {
  const isWhole = useLive((view) => view.fill === 'whole' && view.asOf === null);
  useEffect(() => (isWhole ? loadPartsWhenIdle() : undefined), [isWhole]);
  return isWhole;
}

/** Whether no network is set and no miner is known. */
function useNothingToWatch(): boolean {
  const settings = useSettings();
  const minerCount = useLive((view) => view.miners.length);
  return settings.data?.network.subnets.length === 0 && minerCount === 0;
}
