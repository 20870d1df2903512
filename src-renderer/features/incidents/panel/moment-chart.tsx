import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { HOUR_MS, MINUTE_MS } from '../../../../src-shared/milliseconds.ts';
import type { Incident } from '../../../../src-shared/model/index.ts';
import { minerHashrateUnit } from '../../../../src-shared/units.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { useLiveMiner, usePowerHive } from '../../../api/use-powerhive.ts';
import { formatHistoryLocation } from '../../../miner-view/locations/history-location.ts';
import { FromZero } from '../../history/from-zero.tsx';
import { historySeries } from '../../miner/history/history-series.ts';
import { MinerCharts } from '../../miner/history/miner-charts.tsx';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import { useMembersQuery } from './use-members-query.ts';

const texts = incidentsTexts.moment;
const AROUND_MS = HOUR_MS;
const MOST_MS = 24 * AROUND_MS;
const MOST_POINTS = 240;

/**
 * The time around the start of an incident: charts for one miner, a link to the history for many.
 * Nothing if no miner is affected.
 */
export function MomentChart({ incident, nowMs }: { incident: Incident; nowMs: number }) {
  const span = spanOf(incident, nowMs);
  const query = useMembersQuery(incident);
  if (query === null) return null;
  return (
    <section className={classes.part} aria-label={texts.title}>
      <h3>{texts.title}</h3>
      {incident.cause.kind === 'miner' && <ChartsOf minerId={incident.cause.key} incident={incident} span={span} />}
      <Link href={formatHistoryLocation({ query, own: span })}>{texts.more}</Link>
    </section>
  );
}

/** From an hour before its start to an hour after its end, or opening; at most a day. */
function spanOf({ since_at, opened_at, resolved_at }: Incident, nowMs: number): { fromAt: number; toAt: number } {
  const fromAt = since_at - AROUND_MS;
  // In full minutes, so that it is not loaded again each second.
  const now = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  const toAt = Math.min(now, (resolved_at ?? opened_at) + AROUND_MS, fromAt + MOST_MS);
  return { fromAt, toAt: Math.max(toAt, fromAt + AROUND_MS) };
}

function ChartsOf(props: { minerId: string; incident: Incident; span: { fromAt: number; toAt: number } }) {
  const { minerId, incident } = props;
  const { fromAt: from, toAt: to } = props.span;
  const { client } = usePowerHive();
  const group = useId();
  const [fromZero, setFromZero] = useState(false);
  const miner = useLiveMiner(minerId);
  const history = useQuery({
    queryKey: ['incident-history', minerId, from, to],
    queryFn: ({ signal }) => client.history.miner({ id: minerId, from, to, max_points: MOST_POINTS }, { signal }),
    enabled: miner !== undefined,
    placeholderData: (previous) => previous,
  });
  const algorithm = miner?.algorithm ?? null;
  const series = useMemo(
    () => (history.data === undefined ? null : historySeries(history.data, minerHashrateUnit(algorithm).hashes)),
    [history.data, algorithm],
  );
  const { since_at, resolved_at, ended_because } = incident;
  const marks = useMemo(
    () => [
      { atS: since_at / 1000, word: texts.began },
      ...(resolved_at === null
        ? []
        : [{ atS: resolved_at / 1000, word: ended_because === null ? texts.ended : texts.closed }]),
    ],
    [since_at, resolved_at, ended_because],
  );
  if (series === null || history.data === undefined || series.times.length === 0) {
    const { isFetching, error } = history;
    const words = isFetching ? texts.loading : error === null ? texts.nothing : texts.failed(callErrorMessage(error));
    return <p className={classes.quiet}>{words}</p>;
  }
  return (
    <>
      <FromZero value={fromZero} onChange={setFromZero} />
      <MinerCharts
        algorithm={algorithm}
        history={history.data}
        series={series}
        expectedHs={null}
        atMs={null}
        isWithPower={false}
        group={group}
        marks={marks}
        fromZero={fromZero}
      />
    </>
  );
}
