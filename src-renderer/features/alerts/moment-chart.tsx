import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { Incident, IncidentCause } from '../../../src-shared/model/index.ts';
import { quoteValue } from '../../../src-shared/query/index.ts';
import { minerHashrateUnit } from '../../../src-shared/units.ts';
import { useLiveMiner, usePowerHive } from '../../api/use-powerhive.ts';
import { formatHistoryPlace } from '../../miner-model/history-place.ts';
import { chartGaps } from '../history/series.ts';
import { TimePlot } from '../history/time-plot.tsx';
import { historySeries } from '../miner/history-series.ts';
import { minerPlots } from '../miner/miner-plots.ts';
import { minerTexts } from '../miner/miner-texts.ts';
import classes from './alerts.module.css';
import { alertsTexts } from './alerts-texts.ts';

const texts = alertsTexts.moment;
const AROUND_MS = 3_600_000;
const MOST_MS = 24 * AROUND_MS;
const MINUTE_MS = 60_000;
const MOST_POINTS = 240;

/**
 * How it went when it began: for one miner its charts, for many a link to their history. Nothing
 * for what is about no miner.
 */
export function Moment({ incident, nowMs }: { incident: Incident; nowMs: number }) {
  const span = spanOf(incident, nowMs);
  const query = queryOf(incident.cause);
  if (query === null) return null;
  return (
    <section className={classes.part} aria-label={texts.title}>
      <h3>{texts.title}</h3>
      {incident.cause.kind === 'miner' && <MinerCharts minerId={incident.cause.key} incident={incident} span={span} />}
      <Link href={formatHistoryPlace({ query, own: span })}>{texts.more}</Link>
    </section>
  );
}

/** From an hour before it began to an hour after it opened or ended, a day at most. */
function spanOf({ since_at, opened_at, resolved_at }: Incident, nowMs: number): { fromAt: number; toAt: number } {
  const fromAt = since_at - AROUND_MS;
  // To the minute, so that it is not read again each second.
  const now = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  const toAt = Math.min(now, (resolved_at ?? opened_at) + AROUND_MS, fromAt + MOST_MS);
  return { fromAt, toAt: Math.max(toAt, fromAt + AROUND_MS) };
}

/** The miners of a cause, as the history finds them; null where there are none. */
function queryOf({ kind, key }: IncidentCause): string | null {
  switch (kind) {
    case 'miner':
      return `mac=${key}`;
    case 'network':
      return `ip:${key}`;
    case 'site':
      return key === 'farm' ? '' : null;
    default:
      return `${kind}=${quoteValue(key)}`;
  }
}

function MinerCharts(props: { minerId: string; incident: Incident; span: { fromAt: number; toAt: number } }) {
  const { minerId, incident } = props;
  const { fromAt: from, toAt: to } = props.span;
  const { client } = usePowerHive();
  const group = useId();
  const [pointed, setPointed] = useState<number | null>(null);
  const miner = useLiveMiner(minerId);
  const history = useQuery({
    queryKey: ['incident-history', minerId, from, to],
    queryFn: ({ signal }) => client.history.miner({ id: minerId, from, to, max_points: MOST_POINTS }, { signal }),
    enabled: miner !== undefined,
    placeholderData: (previous) => previous,
  });
  const { unit, hashes } = minerHashrateUnit(miner?.algorithm ?? 'sha256');
  const series = useMemo(
    () => (history.data === undefined ? null : historySeries(history.data, hashes)),
    [history.data, hashes],
  );
  const plots = useMemo(
    () => (series === null ? [] : minerPlots(series, unit).filter(({ title }) => title !== minerTexts.history.power)),
    [series, unit],
  );
  const gaps = useMemo(() => chartGaps(series?.gaps ?? []), [series]);
  const { since_at, resolved_at } = incident;
  const marks = useMemo(
    () => [
      { atS: since_at / 1000, word: texts.began },
      ...(resolved_at === null ? [] : [{ atS: resolved_at / 1000, word: texts.ended }]),
    ],
    [since_at, resolved_at],
  );
  if (miner === undefined || series === null || history.data === undefined || plots.length === 0) {
    return <p className={classes.quiet}>{history.isFetching ? texts.loading : texts.nothing}</p>;
  }
  return plots.map((plot, i) => (
    <TimePlot
      key={plot.title}
      plot={plot}
      slotMs={history.data.slot_ms}
      times={series.times}
      fromS={from / 1000}
      toS={to / 1000}
      gaps={gaps}
      marks={marks}
      level={null}
      markS={null}
      timeAxis={i === plots.length - 1}
      group={group}
      pointed={pointed}
      tellsMoment={i === 0}
      onPoint={setPointed}
    />
  ));
}
