import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { callErrorMessage } from '../../api/call-error.ts';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { Choice } from '../../ui/choice.tsx';
import { FailureNotice, Notice, Skeleton } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { SidePanel, SidePanelBody } from '../../ui/side-panel.tsx';
import { historyTexts } from '../history/history-texts.ts';
import { chartGaps } from '../history/series.ts';
import { SpanNote } from '../history/span-note.tsx';
import { FIRST_SPAN, SPAN_CHOICES, SPANS, type Span } from '../history/spans.ts';
import { TimePlot } from '../history/time-plot.tsx';
import classes from './fleet-history.module.css';
import { fleetTexts } from './fleet-texts.ts';
import { type GroupHistory, groupPlots, partialSpans, partialWords } from './group-plots.ts';

const texts = fleetTexts.history;
const REFRESH_MS = 60_000;
const MOST_POINTS = 360;

/**
 * How the farm went, or all miners of one model: sums of what was read, each algorithm by itself.
 */
export function FleetHistory({ onClose }: { onClose: () => void }) {
  const [span, setSpan] = useState<Span>(FIRST_SPAN);
  const [alias, setAlias] = useState<string | null>(null);
  const models = useLive((view) => view.models);
  const history = useGroupHistory(span, alias);
  const group = useId();
  return (
    <SidePanel label={texts.label} onClose={onClose}>
      <header className={classes.head}>
        <h2 className={classes.title}>{texts.title}</h2>
        <Select
          aria-label={texts.whose}
          placeholder={texts.all}
          clearable
          data={models.map((model) => ({ value: model.alias, label: model.name }))}
          value={alias}
          onChange={setAlias}
        />
        <Choice label={texts.span} options={SPAN_CHOICES} value={span} onChange={setSpan} />
      </header>
      <SidePanelBody>
        {history.data?.series.some(({ points }) => points.length > 0) ? (
          largestFirst(history.data.series).map((series) => (
            <AlgorithmHistory
              key={series.algorithm}
              history={series}
              slotMs={history.data.slot_ms}
              fromAt={history.data.from_at}
              toAt={history.data.to_at}
              group={group}
            />
          ))
        ) : history.isPending ? (
          <Skeleton rows={8} label={texts.loading} />
        ) : history.isError ? (
          <FailureNotice title={texts.failed} why={callErrorMessage(history.error)} />
        ) : (
          <Notice title={texts.nothing}>{texts.nothingAbout}</Notice>
        )}
      </SidePanelBody>
    </SidePanel>
  );
}

/** What most of the farm does comes first. */
function largestFirst(series: readonly GroupHistory[]): readonly GroupHistory[] {
  const latestHs = ({ points }: GroupHistory): number => points.findLast(({ complete }) => complete)?.hashrate_hs ?? 0;
  return [...series].sort((a, b) => latestHs(b) - latestHs(a));
}

function useGroupHistory(span: Span, alias: string | null) {
  const { client } = usePowerHive();
  return useQuery({
    queryKey: ['fleet-history', alias, span],
    queryFn: async ({ signal }) => {
      const range = { from: Date.now() - SPANS[span], max_points: MOST_POINTS };
      if (alias === null) return client.history.fleet(range, { signal });
      const { algorithm, points, gaps, ...model } = await client.history.model({ alias, ...range }, { signal });
      return { ...model, series: [{ algorithm, points, gaps }] };
    },
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => previous,
  });
}

function AlgorithmHistory(props: {
  history: GroupHistory;
  slotMs: number;
  fromAt: number;
  toAt: number;
  group: string;
}) {
  const { history, slotMs, fromAt, toAt } = props;
  const { times, plots } = useMemo(() => groupPlots(history), [history]);
  const partial = useMemo(() => partialSpans(history, slotMs), [history, slotMs]);
  const [dotted, missing] = useMemo(
    () => [partial.filter(({ isDotted }) => isDotted), partial.filter(({ isDotted }) => !isDotted)],
    [partial],
  );
  const gaps = useMemo(
    () => [...chartGaps(history.gaps), ...chartGaps(missing).map((span) => ({ ...span, hatched: true }))],
    [history, missing],
  );
  const [pointed, setPointed] = useState<number | null>(null);
  return (
    <Section title={history.algorithm ?? texts.unknownAlgorithm}>
      {plots.map((plot, i) => (
        <TimePlot
          key={plot.title}
          plot={plot}
          slotMs={slotMs}
          times={times}
          fromS={fromAt / 1000}
          toS={toAt / 1000}
          gaps={gaps}
          level={null}
          markS={null}
          timeAxis={i === plots.length - 1}
          group={props.group}
          pointed={pointed}
          tellsMoment={i === 0}
          onPoint={setPointed}
        />
      ))}
      <SpanNote words={historyTexts.noData} spans={history.gaps} nowMs={toAt} />
      {[missing, dotted].map(
        (spans) =>
          spans[0] !== undefined && (
            <SpanNote
              key={String(spans[0].isDotted)}
              words={(span, more) => historyTexts.during(partialWords(spans), span, more)}
              spans={spans}
              nowMs={toAt}
            />
          ),
      )}
    </Section>
  );
}
