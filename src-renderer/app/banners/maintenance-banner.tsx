import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { isCurrent, isOfAllRules } from '../../../src-shared/alerts/maintenance-now.ts';
import { useMaintenance } from '../../api/use-maintenance.ts';
import { maintainedMiners } from '../../features/incidents/maintenance/maintained-miners.ts';
import { clockTime } from '../../ui/times.ts';
import { appTexts } from '../app-texts.ts';
import classes from './banners.module.css';

const texts = appTexts.maintenance;

/** The current maintenance: its miners and its end. Maintenance of single rules is not shown. */
export function MaintenanceBanner({ nowMs }: { nowMs: number }) {
  const now = useMaintenance().filter((window) => isCurrent(window, nowMs) && isOfAllRules(window));
  const [first] = now;
  if (first === undefined) return null;
  return (
    <div className={classes.banner} data-quiet="true">
      <span>
        {texts.silent} {maintainedMiners(first.query)} {texts.until(clockTime(first.ends_at, nowMs), first.reason)}
        {now.length > 1 && texts.more(now.length - 1)}
      </span>
      <Button component={Link} href="/incidents/maintenance" size="compact-xs" variant="default">
        {texts.show}
      </Button>
    </div>
  );
}
