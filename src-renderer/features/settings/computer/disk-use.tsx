import { useQuery } from '@tanstack/react-query';
import type { HistoryDiskUse } from '../../../../src-shared/model/index.ts';
import { formatBytes, quantityText } from '../../../../src-shared/units.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { Skeleton } from '../../../ui/feedback/callout.tsx';
import { computerTexts } from './computer-texts.ts';
import classes from './disk-use.module.css';

const REFRESH_MS = 60_000;

const texts = computerTexts.retention;
const TIERS = Object.keys(texts.tiers) as (keyof typeof texts.tiers)[];

/** Disk space of the history now, and a projection for one year. */
export function DiskUse() {
  const { orpc } = usePowerHive();
  const disk = useQuery(orpc.history.disk.queryOptions({ refetchInterval: REFRESH_MS }));
  if (disk.data === undefined) {
    return disk.isError ? (
      <p className={classes.quiet}>{texts.diskFailed(callErrorMessage(disk.error))}</p>
    ) : (
      <Skeleton rows={4} label={texts.measuring} />
    );
  }
  const { tiers, file_bytes, free_pages_bytes, disk_free_bytes, projected } = disk.data;
  // Without monitored miners no projection is possible.
  const afterYear = (bytes: number): string => quantityText(formatBytes(projected.miners === 0 ? null : bytes));
  const compactedBytes = tiers.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{texts.kept}</th>
            <th scope="col">{texts.days}</th>
            <th scope="col">{texts.now}</th>
            <th scope="col">{texts.inOneYear}</th>
          </tr>
        </thead>
        <tbody>
          {[...tiers]
            .sort((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier))
            .map(({ tier, kept_days, bytes, projected_bytes }) => (
              <tr key={tier}>
                <th scope="row">{texts.tiers[tier]}</th>
                <td>{kept_days.toLocaleString('en')}</td>
                <td>{quantityText(formatBytes(bytes))}</td>
                <td>{afterYear(projected_bytes)}</td>
              </tr>
            ))}
          <tr>
            <th scope="row">{texts.other}</th>
            <td />
            <td>{quantityText(formatBytes(Math.max(0, file_bytes - free_pages_bytes - compactedBytes)))}</td>
            <td />
          </tr>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{texts.database}</th>
            <td />
            <td>{quantityText(formatBytes(file_bytes))}</td>
            <td>{afterYear(projected.bytes)}</td>
          </tr>
        </tfoot>
      </table>
      <p className={classes.quiet}>
        {estimateWords(projected)}
        {disk_free_bytes !== null && ` ${texts.free(quantityText(formatBytes(disk_free_bytes)))}`}
      </p>
    </>
  );
}

function estimateWords({ miners, measured }: HistoryDiskUse['projected']): string {
  if (miners === 0) return texts.noEstimate;
  return measured ? texts.measured(miners) : texts.estimate(miners);
}
