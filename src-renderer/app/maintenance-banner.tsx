import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { usePowerHive } from '../api/use-powerhive.ts';
import { clockTime } from '../ui/times.ts';
import { appTexts } from './app-texts.ts';
import classes from './banners.module.css';

const texts = appTexts.maintenance;
const EVERY_MS = 30_000;

/** The current maintenance: its miners and its end. Maintenance of single rules is not shown. */
export function MaintenanceBanner({ nowMs }: { nowMs: number }) {
  const { orpc } = usePowerHive();
  const listed = useQuery(orpc.maintenance.list.queryOptions({ refetchInterval: EVERY_MS }));
  const now = (listed.data ?? []).filter(
    ({ starts_at, ends_at, rule_ids }) => starts_at <= nowMs && ends_at > nowMs && rule_ids.length === 0,
  );
  const [first] = now;
  if (first === undefined) return null;
  return (
    <div className={classes.banner} data-quiet="true">
      <span>
        {texts.silent} <code>{first.query}</code> {texts.until(clockTime(first.ends_at, nowMs), first.reason)}
        {now.length > 1 && texts.more(now.length - 1)}
      </span>
      <Button component={Link} href="/incidents/maintenance" size="compact-xs" variant="default">
        {texts.show}
      </Button>
    </div>
  );
}
