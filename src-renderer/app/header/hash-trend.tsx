import { useMemo } from 'react';
import { formatHashrate, quantityText } from '../../../src-shared/units.ts';
import { dayAgo, pointsOf } from '../../features/overview/farm-day.ts';
import { useFarmDay } from '../../features/overview/use-farm-day.ts';
import { clockTime } from '../../ui/times.ts';
import { appTexts } from '../app-texts.ts';
import classes from './header.module.css';

const texts = appTexts.header;
/** The past hour moves on this often. */
const STEP_MS = 60_000;

/** The hash rate against that of a day ago: "▲ 2 %". Nothing if the history does not know it. */
export function HashTrend(props: {
  readonly algorithm: string;
  readonly hashrateHs: number;
  /** Of how many miners the hash rate is. */
  readonly miners: number;
  readonly nowMs: number;
}) {
  const { algorithm, hashrateHs, miners } = props;
  const nowMs = Math.floor(props.nowMs / STEP_MS) * STEP_MS;
  const { data } = useFarmDay();
  const before = useMemo(() => dayAgo(pointsOf(data, algorithm), nowMs, miners), [data, algorithm, nowMs, miners]);
  if (before === null) return null;
  const textOf = (hashes: number): string => quantityText(formatHashrate(hashes, algorithm));
  const percent = Math.round((hashrateHs / before.hashrateHs - 1) * 100);
  const tip = texts.trendTip(
    textOf(hashrateHs),
    miners,
    textOf(before.hashrateHs),
    before.miners,
    clockTime(before.at, nowMs),
  );
  return (
    <span className={classes.trend} title={tip}>
      <span aria-hidden="true">{texts.trend(percent)}</span>
      <span className="visually-hidden">{tip}</span>
    </span>
  );
}
