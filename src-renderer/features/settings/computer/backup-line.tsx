import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatBytes, quantityText } from '../../../../src-shared/units.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { RichText } from '../../../ui/rich-text.tsx';
import { clockTime } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import form from '../parts/settings-form.module.css';
import { computerTexts } from './computer-texts.ts';
import classes from './disk-use.module.css';
import { useBackUp } from './use-back-up.ts';

const texts = computerTexts.backups;
const REFRESH_MS = 60_000;

/**
 * When the farm was last backed up, or why it was not, and a button to do it now. `keep` is the
 * number of daily backups to keep, 0 for none.
 */
export function BackupLine({ keep }: { keep: number }) {
  const { orpc } = usePowerHive();
  const nowMs = useNow();
  const backUp = useBackUp();
  const health = useQuery(orpc.app.health.queryOptions({ refetchInterval: REFRESH_MS }));
  if (health.data === undefined) return null;
  const { folder, last_at, last_bytes, last_error } = health.data.backup;
  const last =
    last_at === null ? texts.none : texts.last(clockTime(last_at, nowMs), quantityText(formatBytes(last_bytes)));
  return (
    <div className={`${form.form} ${form.apart}`}>
      {last_error !== null && keep > 0 && (
        <p className={classes.trouble} role="alert">
          {texts.failed(last_error)}
        </p>
      )}
      <p className={form.quiet}>
        {last} {keep === 0 ? texts.off : <RichText text={texts.daily(folder ?? texts.dataFolder, keep)} />}
      </p>
      <Button variant="default" className={form.save} loading={backUp.isPending} onClick={() => backUp.mutate()}>
        {texts.now}
      </Button>
    </div>
  );
}
