import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Miner } from '../../../src-shared/model/index.ts';
import { minerHashrateUnit } from '../../../src-shared/units.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { Choice } from '../../ui/choice.tsx';
import { Skeleton } from '../../ui/notice.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';
import { clockTime } from '../../ui/times.ts';
import classes from './history-chart.module.css';
import { type HistorySeries, historySeries, rangeOf } from './history-series.ts';
import { Section } from './section.tsx';

const HOUR_MS = 3_600_000;
const SPANS = { '1 h': HOUR_MS, '6 h': 6 * HOUR_MS, '24 h': 24 * HOUR_MS, '7 d': 168 * HOUR_MS } as const;
type Span = keyof typeof SPANS;
const SPAN_CHOICES = (Object.keys(SPANS) as Span[]).map((value) => ({ value, text: value }));
const REFRESH_MS = 30_000;
const LEAST_HASHRATE_SPAN = 10;

/** A day, or what there is of it: a chart of a day shows nothing of a miner that was found an hour ago. */
function firstSpan(knownMs: number): Span {
  if (knownMs < SPANS['1 h']) return '1 h';
  return knownMs < SPANS['6 h'] ? '6 h' : '24 h';
}

/** A miner's hash rate and temperature over time. Where nothing was read the lines break, and a note says when that was. */
export function HistoryChart({ miner }: { miner: Miner }) {
  const { client } = usePowerHive();
  const [span, setSpan] = useState<Span>(() => firstSpan(Date.now() - miner.first_seen_at));
  const history = useQuery({
    queryKey: ['miner-history', miner.id, span],
    queryFn: ({ signal }) =>
      client.history.miner({ id: miner.id, from: Date.now() - SPANS[span], max_points: 360 }, { signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => (previous?.miner_id === miner.id ? previous : undefined),
  });
  const { unit, hashes } = minerHashrateUnit(miner.algorithm);
  const series = useMemo(
    () => (history.data === undefined ? null : historySeries(history.data, hashes)),
    [history.data, hashes],
  );
  const promised = miner.latest_status?.hashrate_expected_hs ?? null;
  const [pointed, setPointed] = useState<number | null>(null);

  return (
    <Section
      title="History"
      aside={<Choice label="Span of the history" options={SPAN_CHOICES} value={span} onChange={setSpan} />}
    >
      {series !== null && history.data !== undefined && series.times.length > 0 ? (
        <>
          <Readout series={series} unit={unit} pointed={pointed} nowMs={history.data.to_at} />
          <TimeChart
            times={series.times}
            fromS={history.data.from_at / 1000}
            toS={history.data.to_at / 1000}
            lines={[
              {
                name: 'Hash rate',
                color: 'accent',
                side: 'left',
                values: series.hashrate,
                leastSpan: LEAST_HASHRATE_SPAN,
              },
              { name: 'Chip temperature', color: 'blue', side: 'right', values: series.chipTempC, leastSpan: 20 },
            ]}
            level={promised === null ? null : promised / hashes}
            heightPx={148}
            label={spoken(series, span, unit)}
            onPoint={setPointed}
          />
          <GapNote series={series} nowMs={history.data.to_at} />
        </>
      ) : history.isPending ? (
        <Skeleton rows={5} label="Loading history" />
      ) : history.isError ? (
        <p className={classes.note}>The history could not be read: {callErrorMessage(history.error)}</p>
      ) : (
        <p className={classes.note}>Nothing was recorded in this span.</p>
      )}
    </Section>
  );
}

/** The figures at the pointer, or the latest, in the colours of their lines. */
function Readout(props: { series: HistorySeries; unit: string; pointed: number | null; nowMs: number }) {
  const { series, unit, pointed, nowMs } = props;
  const index = pointed ?? series.times.length - 1;
  const hashrate = series.hashrate[index] ?? null;
  const temp = series.chipTempC[index] ?? null;
  return (
    <p className={classes.readout}>
      <span className={classes.hashrate}>{hashrate === null ? '—' : `${hashrate.toFixed(1)} ${unit}`}</span>
      <span className={classes.temp}>{temp === null ? '—' : `${temp.toFixed(0)} °C`}</span>
      <span className={classes.when}>{clockTime((series.times[index] ?? 0) * 1000, nowMs)}</span>
    </p>
  );
}

function GapNote({ series, nowMs }: { series: HistorySeries; nowMs: number }) {
  const longest = [...series.gaps].sort((a, b) => b.toAt - b.fromAt - (a.toAt - a.fromAt))[0];
  if (longest === undefined) return null;
  const more = series.gaps.length - 1;
  return (
    <p className={classes.note}>
      Nothing read {clockTime(longest.fromAt, nowMs)}–{clockTime(longest.toAt, nowMs)}
      {more > 0 && ` and in ${more} other ${more === 1 ? 'gap' : 'gaps'}`}
    </p>
  );
}

function spoken(series: HistorySeries, span: Span, unit: string): string {
  const hashrate = rangeOf(series.hashrate);
  const temp = rangeOf(series.chipTempC);
  const parts = [
    hashrate === null
      ? 'hash rate unknown'
      : `hash rate ${hashrate.low.toFixed(1)} to ${hashrate.high.toFixed(1)} ${unit}`,
    temp === null ? 'temperature unknown' : `chip temperature ${temp.low.toFixed(0)} to ${temp.high.toFixed(0)} °C`,
    series.gaps.length === 0 ? 'no gaps' : `${series.gaps.length} gaps`,
  ];
  return `Last ${span}: ${parts.join(', ')}`;
}
