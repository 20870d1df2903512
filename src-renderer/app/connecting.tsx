import { Button } from '@mantine/core';
import { usePowerHive, useSiteChoice } from '../api/use-powerhive.ts';
import { useLastHeard, useWhyNotSeen } from '../features/sites/use-sites.ts';
import { appTexts } from './app-texts.ts';
import { Brand } from './brand.tsx';
import classes from './front.module.css';

/** Shown until the first connection. Empty at first: connecting usually takes only a moment. */
export function Connecting({ attempts }: { attempts: number }) {
  const { site } = usePowerHive();
  const { choose } = useSiteChoice();
  const why = useWhyNotSeen();
  const last = useLastHeard();
  const { unreachable, siteUnreachable, showHere } = appTexts.banners;
  return (
    <main className={classes.front}>
      <div className={classes.waiting} role="status">
        <Brand />
        {attempts > 0 && (
          <p className={classes.text}>{site === null ? unreachable(attempts) : siteUnreachable(site.name, attempts)}</p>
        )}
        {attempts > 0 && why !== null && <p className={classes.text}>{why}</p>}
        {attempts > 0 && last !== null && <p className={classes.text}>{last}</p>}
        {site !== null && attempts > 0 && (
          <Button variant="default" onClick={() => choose(null)}>
            {showHere}
          </Button>
        )}
      </div>
    </main>
  );
}
