import { useQuery } from '@tanstack/react-query';
import type { HistoryDiskUse } from '../../../src-shared/model/index.ts';
import { formatBytes, quantityText } from '../../../src-shared/units.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { Skeleton } from '../../ui/notice.tsx';
import classes from './disk-use.module.css';

const REFRESH_MS = 60_000;

const TIER_WORDS: Readonly<Record<HistoryDiskUse['tiers'][number]['tier'], string>> = {
  status_raw: 'Every status',
  status_5min: 'Statuses by 5 minutes',
  status_1h: 'Statuses by the hour',
  chip_raw: 'Every chip reading',
  chip_1h: 'Chips by the hour',
  chip_1d: 'Chips by the day',
};
const TIERS = Object.keys(TIER_WORDS) as (keyof typeof TIER_WORDS)[];

/** What history takes on the disk now, and what it will take after a year of the same. */
export function DiskUse() {
  const { orpc } = usePowerHive();
  const disk = useQuery(orpc.history.disk.queryOptions({ refetchInterval: REFRESH_MS }));
  if (disk.data === undefined) {
    return disk.isError ? (
      <p className={classes.quiet}>What history takes could not be read: {callErrorMessage(disk.error)}</p>
    ) : (
      <Skeleton rows={4} label="Measuring the disk" />
    );
  }
  const { tiers, file_bytes, free_pages_bytes, disk_free_bytes, projected } = disk.data;
  // Of nobody's readings nothing follows.
  const afterYear = (bytes: number): string => quantityText(formatBytes(projected.miners === 0 ? null : bytes));
  const compactedBytes = tiers.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">What is kept</th>
            <th scope="col">Days</th>
            <th scope="col">Now</th>
            <th scope="col">After a year</th>
          </tr>
        </thead>
        <tbody>
          {[...tiers]
            .sort((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier))
            .map(({ tier, kept_days, bytes, projected_bytes }) => (
              <tr key={tier}>
                <th scope="row">{TIER_WORDS[tier]}</th>
                <td>{kept_days.toLocaleString('en')}</td>
                <td>{quantityText(formatBytes(bytes))}</td>
                <td>{afterYear(projected_bytes)}</td>
              </tr>
            ))}
          <tr>
            <th scope="row">The present hours, and the rest</th>
            <td />
            <td>{quantityText(formatBytes(Math.max(0, file_bytes - free_pages_bytes - compactedBytes)))}</td>
            <td />
          </tr>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">The database</th>
            <td />
            <td>{quantityText(formatBytes(file_bytes))}</td>
            <td>{afterYear(projected.bytes)}</td>
          </tr>
        </tfoot>
      </table>
      <p className={classes.quiet}>
        {reckonedWords(projected)}
        {disk_free_bytes !== null && ` ${quantityText(formatBytes(disk_free_bytes))} are free on the disk.`}
      </p>
    </>
  );
}

function reckonedWords({ miners, measured }: HistoryDiskUse['projected']): string {
  if (miners === 0) return 'No miner is read yet, from which a year could be reckoned.';
  const those = `the ${miners.toLocaleString('en')} ${miners === 1 ? 'miner that is' : 'miners that are'} read now`;
  return measured ? `Reckoned from what ${those} took so far.` : `Reckoned from typical sizes for ${those}.`;
}
