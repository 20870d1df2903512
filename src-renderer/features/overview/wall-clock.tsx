import type { Miner } from '../../../src-shared/model/index.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { ago, clockTime, clockTimeWithSeconds } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import { overviewTexts } from './overview-texts.ts';
import classes from './wall-screen.module.css';

const texts = overviewTexts.clock;

/**
 * The time, and how old the newest reading is: a page that stands still looks like a quiet night.
 * Once all readings are stale, that is a warning.
 */
export function WallClock({ miners, staleAfterMs }: { miners: readonly Miner[]; staleAfterMs: number }) {
  const nowMs = useNow();
  const newestAt = newestReadingAt(miners);
  const isOld = newestAt === null || nowMs - newestAt > staleAfterMs;
  return (
    <p className={classes.clock}>
      {isOld ? (
        <strong className={classes.old} role="alert">
          <StateMark shape="triangle" tone="amber" />{' '}
          {newestAt === null ? texts.never : texts.old(clockTime(newestAt, nowMs), ago(newestAt, nowMs))}
        </strong>
      ) : (
        <span className={classes.updated}>{texts.updated(ago(newestAt, nowMs))}</span>
      )}
      <time className={classes.time}>{clockTimeWithSeconds(nowMs)}</time>
    </p>
  );
}

/** When the newest reading of a managed miner was made; null if there is none. */
export function newestReadingAt(miners: readonly Miner[]): number | null {
  let newest: number | null = null;
  for (const { managed, latest_status } of miners)
    if (managed && latest_status !== null) newest = Math.max(newest ?? 0, latest_status.recorded_at);
  return newest;
}
