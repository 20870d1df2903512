import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { maintenanceNow } from '../../../src-shared/miner/miner-now.ts';
import { formatHashrate, quantityText } from '../../../src-shared/units.ts';
import { useMinersNow } from '../../api/use-miners-now.ts';
import { useMoment } from '../../api/use-moment.ts';
import { latestOutage, missingQuery } from '../../features/fleet/outage.ts';
import { formatHash } from '../../ui/hash-location.ts';
import { clockTime } from '../../ui/times.ts';
import { appTexts } from '../app-texts.ts';
import classes from './banners.module.css';
import { useOutageEnds } from './use-outage-ends.ts';

const texts = appTexts.banners;

/**
 * Many managed miners went offline together. Shown until they are back or it is dismissed. `isReady`:
 * whether PowerHive can be reached; if not, it is still known which miners are to come back.
 */
export function OutageBanner({ nowMs, isReady }: { nowMs: number; isReady: boolean }) {
  const miners = useMinersNow();
  const moment = useMoment();
  const outage = useMemo(
    () => latestOutage(miners, (miner) => maintenanceNow(miner, moment) !== null),
    [miners, moment],
  );
  useOutageEnds(outage, miners, moment);
  const [seenAt, setSeenAt] = useState(0);
  if (!isReady || outage === null || outage.sinceAt <= seenAt) return null;
  const query = missingQuery(
    miners.filter(({ id }) => outage.ids.includes(id)),
    miners,
    moment,
  );
  const { minerCount, whole, sinceAt, rack, network, lostHs } = outage;
  const where = rack === null ? network : texts.rack(rack);
  const lost = lostHs > 0 ? quantityText(formatHashrate(lostHs)) : null;
  return (
    <div className={classes.banner} data-critical="true">
      <span>{texts.outage(minerCount, whole, clockTime(sinceAt, nowMs), where, lost)}</span>
      <span className={classes.actions}>
        <Button component={Link} href={formatHash({ path: '/fleet', text: query })} size="compact-xs" variant="default">
          {texts.show}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setSeenAt(sinceAt)}>
          {texts.dismiss}
        </Button>
      </span>
    </div>
  );
}
