import { useCallback, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { useLive } from '../api/use-powerhive.ts';
import { ActivityScreen } from '../features/activity/activity-screen.tsx';
import { AnomaliesScreen } from '../features/anomalies/anomalies-screen.tsx';
import type { FleetFilter } from '../features/fleet/fleet-filter.ts';
import { type FleetQuery, WHOLE_FLEET } from '../features/fleet/fleet-query.ts';
import { FleetScreen } from '../features/fleet/fleet-screen.tsx';
import { useRescan } from '../features/fleet/use-rescan.ts';
import { ModelsScreen } from '../features/models/models-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { useSettings } from '../features/settings/use-settings.ts';
import { WelcomeScreen } from '../features/welcome/welcome-screen.tsx';
import { useKeys } from '../ui/use-keys.ts';
import { Banners } from './banners.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';

/** What is around every screen: the header that never leaves, the way to the other screens, and what is wrong right now. */
export function Shell() {
  const [query, setQuery] = useState<FleetQuery>(WHOLE_FLEET);
  const [location, navigate] = useLocation();
  const rescan = useRescan();
  const nothingToWatch = useNothingToWatch();
  useKeys({ r: () => void rescan() });

  const filterBy = useCallback(
    (filter: FleetFilter | null) => {
      setQuery((before) => ({ ...before, filter }));
      if (!location.startsWith('/fleet')) navigate('/fleet');
    },
    [location, navigate],
  );

  return (
    <div className={classes.shell}>
      <Header filter={query.filter} onFilter={filterBy} onRescan={() => void rescan()} />
      <Banners />
      <Rail />
      <main className={classes.main}>
        <Switch>
          <Route path="/fleet/:id?">
            {({ id }) =>
              nothingToWatch ? (
                <WelcomeScreen />
              ) : (
                <FleetScreen
                  openedId={id === undefined ? null : decodeURIComponent(id)}
                  query={query}
                  onQuery={setQuery}
                />
              )
            }
          </Route>
          <Route path="/models" component={ModelsScreen} />
          <Route path="/anomalies" component={AnomaliesScreen} />
          <Route path="/activity" component={ActivityScreen} />
          <Route path="/settings" component={SettingsScreen} />
          <Route>
            <Redirect to="/fleet" replace />
          </Route>
        </Switch>
      </main>
      <Footer />
    </div>
  );
}

/** Nobody has named a network yet, and no miner is known from earlier days. */
function useNothingToWatch(): boolean {
  const settings = useSettings();
  const minerCount = useLive((view) => view.miners.length);
  return settings.data?.network.subnets.length === 0 && minerCount === 0;
}
