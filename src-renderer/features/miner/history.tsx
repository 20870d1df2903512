import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { Miner } from '../../../src-shared/model/index.ts';
import { minerHashrateUnit } from '../../../src-shared/units.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { formatHistoryPlace } from '../../miner-model/history-place.ts';
import { Skeleton } from '../../ui/feedback/notice.tsx';
import { Choice } from '../../ui/forms/choice.tsx';
import { Section } from '../../ui/layout/section.tsx';
import { historyTexts } from '../history/history-texts.ts';
import { chartGaps } from '../history/series.ts';
import { spanToken } from '../history/shown-span.ts';
import classes from '../history/span-note.module.css';
import { SpanNote } from '../history/span-note.tsx';
import { SPAN_CHOICES } from '../history/spans.ts';
import { TimePlot } from '../history/time-plot.tsx';
import { historySeries } from './history-series.ts';
import { minerPlots } from './miner-plots.ts';
import { minerTexts } from './miner-texts.ts';
import type { MinerTime } from './miner-time.ts';

const texts = minerTexts.history;
const REFRESH_MS = 30_000;
const MOST_POINTS = 360;

/**
 * A miner's figures over time. Where nothing was read the lines break, and a note says when that
 * was; a click shows the chips of then.
 */
export function History({ miner, time }: { miner: Miner; time: MinerTime }) {
  const { client } = usePowerHive();
  const { span, spanMs } = time;
  const history = useQuery({
    queryKey: ['miner-history', miner.id, span],
    queryFn: ({ signal }) =>
      client.history.miner({ id: miner.id, from: Date.now() - spanMs, max_points: MOST_POINTS }, { signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => previous,
  });
  const { unit, hashes } = minerHashrateUnit(miner.algorithm);
  const series = useMemo(
    () => (history.data === undefined ? null : historySeries(history.data, hashes)),
    [history.data, hashes],
  );
  const plots = useMemo(() => (series === null ? [] : minerPlots(series, unit)), [series, unit]);
  const gaps = useMemo(() => chartGaps(series?.gaps ?? []), [series]);
  const expected = miner.latest_status?.hashrate_expected_hs ?? null;
  const [pointed, setPointed] = useState<number | null>(null);

  return (
    <Section
      title={texts.title}
      aside={<Choice label={texts.period} options={SPAN_CHOICES} value={span} onChange={time.setSpan} />}
    >
      {series !== null && history.data !== undefined && series.times.length > 0 ? (
        <>
          {plots.map((plot, i) => (
            <TimePlot
              key={plot.title}
              plot={plot}
              slotMs={history.data.slot_ms}
              times={series.times}
              fromS={history.data.from_at / 1000}
              toS={history.data.to_at / 1000}
              gaps={gaps}
              level={i === 0 && expected !== null ? expected / hashes : null}
              markS={time.atMs === null ? null : time.atMs / 1000}
              timeAxis={i === plots.length - 1}
              group={time.group}
              pointed={pointed}
              tellsMoment={i === 0}
              onPoint={setPointed}
              onPick={time.show}
            />
          ))}
          <SpanNote words={historyTexts.noData} spans={series.gaps} nowMs={history.data.to_at} />
          <SpanNote words={historyTexts.imported} spans={series.filled} nowMs={history.data.to_at} />
          <p className={classes.note}>
            <Link href={formatHistoryPlace({ query: `mac:${miner.id}`, span: spanToken(span) })}>{texts.more}</Link>
          </p>
        </>
      ) : history.isPending ? (
        <Skeleton rows={5} label={texts.loading} />
      ) : history.isError ? (
        <p className={classes.note}>{texts.failed(callErrorMessage(history.error))}</p>
      ) : (
        <p className={classes.note}>{texts.nothing}</p>
      )}
    </Section>
  );
}
