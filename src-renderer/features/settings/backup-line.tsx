import { useQuery } from '@tanstack/react-query';
import { formatBytes, quantityText } from '../../../src-shared/units.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { clockTime } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import classes from './disk-use.module.css';

const REFRESH_MS = 60_000;

/** When the farm was last backed up, or why it was not. */
export function BackupLine() {
  const { orpc } = usePowerHive();
  const nowMs = useNow();
  const health = useQuery(orpc.app.health.queryOptions({ refetchInterval: REFRESH_MS }));
  if (health.data === undefined) return null;
  const { keep, folder, last_at, last_bytes, last_error } = health.data.backup;
  const last =
    last_at === null
      ? 'There is no backup yet.'
      : `Last backup: ${clockTime(last_at, nowMs)} (${quantityText(formatBytes(last_bytes))}).`;
  return (
    <>
      {last_error !== null && (
        <p className={classes.trouble} role="alert">
          No backup was made: {last_error}
        </p>
      )}
      <p className={classes.quiet}>
        {last}{' '}
        {keep === 0
          ? 'Daily backups are switched off in config.json.'
          : `One a day is made in ${folder}, and ${keep === 1 ? 'one is' : `${keep} are`} kept; the command "powerhive restore" puts one back.`}
      </p>
    </>
  );
}
