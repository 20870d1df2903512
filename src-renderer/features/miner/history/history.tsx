import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { minerHashrateUnit } from '../../../../src-shared/units.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { formatHistoryLocation } from '../../../miner-view/locations/history-location.ts';
import { Skeleton } from '../../../ui/feedback/callout.tsx';
import { Choice } from '../../../ui/forms/choice.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { shownNowMs } from '../../../ui/use-now.ts';
import { FromZero } from '../../history/from-zero.tsx';
import { historyTexts } from '../../history/history-texts.ts';
import { spanToken } from '../../history/shown-span.ts';
import { SPAN_CHOICES } from '../../history/span-choices.ts';
import classes from '../../history/span-note.module.css';
import { SpanNote } from '../../history/span-note.tsx';
import { minerTexts } from '../miner-texts.ts';
import { historySeries } from './history-series.ts';
import { MinerCharts } from './miner-charts.tsx';
import type { MinerTime } from './miner-time.ts';

const texts = minerTexts.history;
const REFRESH_MS = 30_000;
const MOST_POINTS = 360;

/**
 * A miner's figures over time. In periods without readings the lines are interrupted, and a note
 * lists these periods. A click shows the chips at that time.
 */
export function History({ miner, time }: { miner: Miner; time: MinerTime }) {
  const { client } = usePowerHive();
  const { span, spanMs } = time;
  const history = useQuery({
    queryKey: ['miner-history', miner.id, span],
    queryFn: ({ signal }) =>
      client.history.miner({ id: miner.id, from: shownNowMs() - spanMs, max_points: MOST_POINTS }, { signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => previous,
  });
  const { hashes } = minerHashrateUnit(miner.algorithm);
  const series = useMemo(
    () => (history.data === undefined ? null : historySeries(history.data, hashes)),
    [history.data, hashes],
  );

  return (
    <Section
      title={texts.title}
      aside={
        <span className={classes.controls}>
          <FromZero value={time.fromZero} onChange={time.setFromZero} />
          <Choice label={texts.period} options={SPAN_CHOICES} value={span} onChange={time.setSpan} />
        </span>
      }
    >
      {series !== null && history.data !== undefined && series.times.length > 0 ? (
        <>
          <MinerCharts
            algorithm={miner.algorithm}
            history={history.data}
            series={series}
            expectedHs={miner.latest_status?.hashrate_expected_hs ?? null}
            atMs={time.atMs}
            fromZero={time.fromZero}
            group={time.group}
            onPick={time.show}
          />
          <SpanNote words={historyTexts.noData} spans={series.gaps} nowMs={history.data.to_at} />
          <SpanNote words={historyTexts.imported} spans={series.filled} nowMs={history.data.to_at} />
          <p className={classes.note}>
            <Link
              href={formatHistoryLocation({ query: `mac:${miner.id}`, span: spanToken(span), fromZero: time.fromZero })}
            >
              {texts.more}
            </Link>
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
