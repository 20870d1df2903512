import { Button } from '@mantine/core';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';
import { useConnectionState, useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { useWhyNotSeen } from '../../features/sites/use-sites.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { ageSeconds } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import { appTexts } from '../app-texts.ts';
import { notWatchingWords } from '../header/scan-words.ts';
import classes from './banners.module.css';
import { MaintenanceBanner } from './maintenance-banner.tsx';
import { NoChannelBanner } from './no-channel-banner.tsx';
import { OutageBanner } from './outage-banner.tsx';
import { ReadOnlyBanner } from './read-only-banner.tsx';

/** Warnings about what makes the screens below wrong or stale, for as long as it lasts. */
export function Banners() {
  const { connection, site } = usePowerHive();
  const state = useConnectionState();
  const why = useWhyNotSeen();
  const watching = useLive((view) => view.watching);
  const lastFinishedScan = useLive((view) => view.lastFinishedScan);
  const recording = useLive((view) => view.recording);
  const broken = useLive((view) => view.broken);
  const nowMs = useNow();
  const notWatching = state.phase === 'ready' ? notWatchingWords(watching, lastFinishedScan, nowMs) : null;
  return (
    <div className={classes.banners} role="status" aria-live="polite">
      {state.phase === 'connecting' && state.attempts > 0 && (
        <div className={classes.banner}>
          <span>{appTexts.banners.unreachable(state.attempts)}</span>
          <Button size="compact-xs" variant="default" onClick={() => connection.retryNow()}>
            {appTexts.banners.retry}
          </Button>
        </div>
      )}
      {state.phase === 'lost' && (
        <div className={classes.banner}>
          <span>
            {site !== null && why !== null && <>{appTexts.banners.siteWhy(site.name, why)} </>}
            <RichText
              text={lostText(site?.name ?? null, why !== null)}
              slots={{ age: <span aria-live="off">{formatDuration(ageSeconds(state.sinceAt, nowMs))}</span> }}
            />
          </span>
          <Button size="compact-xs" variant="default" onClick={() => connection.retryNow()}>
            {appTexts.banners.retry}
          </Button>
        </div>
      )}
      {state.phase === 'ready' && broken && <div className={classes.banner}>{appTexts.banners.liveBroken}</div>}
      {notWatching !== null && <div className={classes.banner}>{notWatching}</div>}
      {recording?.state === 'stopped' && (
        <div className={classes.banner}>{appTexts.banners.notRecording(recording.reason)}</div>
      )}
      <OutageBanner nowMs={nowMs} isReady={state.phase === 'ready'} />
      {state.phase === 'ready' && watching !== null && watching.state !== 'no_targets' && <NoChannelBanner />}
      {state.phase === 'ready' && <ReadOnlyBanner />}
      {state.phase === 'ready' && <MaintenanceBanner nowMs={nowMs} />}
    </div>
  );
}

function lostText(site: string | null, isWhyKnown: boolean): string {
  const { lost, siteLost, siteOld } = appTexts.banners;
  if (site === null) return lost;
  return isWhyKnown ? siteOld : siteLost(site);
}
