import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import { useLocation } from 'wouter';
import { type AlgorithmTotal, farmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { useFarmNow } from '../../api/use-farm-now.ts';
import { useFleetKnown } from '../../api/use-fleet-known.ts';
import { useConnectionState, useFrozenAt } from '../../api/use-powerhive.ts';
import { Skeleton } from '../../ui/feedback/callout.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { preciseTime } from '../../ui/times.ts';
import { shownNowMs } from '../../ui/use-now.ts';
import { NOTHING_SELECTED } from '../fleet/table/selection.ts';
import { NeedsYou } from './needs-you.tsx';
import { OVERVIEW_PATH } from './overview-location.ts';
import { overviewTexts } from './overview-texts.ts';
import { MapSection } from './rack-map/map-section.tsx';
import { Tiles } from './tiles.tsx';
import { WallClock } from './wall-clock.tsx';
import classes from './wall-screen.module.css';

const nothing = (): void => undefined;

/** The overview for a wall screen: dark, large, without controls. Escape leaves it. */
export function WallScreen() {
  const [, navigate] = useLocation();
  const { miners, moment } = useFarmNow();
  const isKnown = useFleetKnown();
  const sums = useMemo(() => farmTotals(miners, moment), [miners, moment]);
  const isLost = useConnectionState().phase === 'lost';
  const frozenAt = useFrozenAt();
  useDarkScheme();
  useKeys({ Escape: () => navigate(OVERVIEW_PATH) });
  const tilesOf = (work: AlgorithmTotal) => (
    <Tiles
      key={work.algorithm}
      miners={miners}
      sums={sums}
      algorithm={work}
      moment={moment}
      ownOnly={work !== sums.hashrates[0]}
      named={sums.hashrates.length > 1}
    />
  );
  return (
    <main
      className={classes.wall}
      aria-label={overviewTexts.wall}
      data-frozen={frozenAt !== null}
      data-algorithms={isKnown && sums.hashrates.length > 1 ? 'several' : 'one'}
    >
      <h1 className="visually-hidden">{overviewTexts.title}</h1>
      <WallClock miners={miners} staleAfterMs={moment.staleAfterMs} />
      {frozenAt !== null && (
        <p className={classes.lost} role="alert">
          {(isLost ? overviewTexts.lost : overviewTexts.asOf)(preciseTime(frozenAt, shownNowMs()))}
        </p>
      )}
      {!isKnown && <Skeleton rows={12} label={overviewTexts.loading} />}
      {isKnown && sums.hashrates.length === 0 && (
        <Tiles miners={miners} sums={sums} algorithm={undefined} moment={moment} />
      )}
      {isKnown && sums.hashrates.slice(0, 1).map(tilesOf)}
      {isKnown && (
        <div className={classes.middle}>
          <NeedsYou miners={miners} moment={moment} quiet />
          <div className={classes.floor}>
            {sums.hashrates.slice(1).map(tilesOf)}
            <MapSection
              miners={miners}
              moment={moment}
              openedId={null}
              selection={NOTHING_SELECTED}
              onSelection={nothing}
              onOpen={nothing}
              quiet
            />
          </div>
        </div>
      )}
    </main>
  );
}

/** Dark while it is shown, whatever the setting. */
function useDarkScheme(): void {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const before = useRef(colorScheme);
  useEffect(() => {
    const chosen = before.current;
    setColorScheme('dark');
    return () => setColorScheme(chosen);
  }, [setColorScheme]);
}
