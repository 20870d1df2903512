import { useId, useMemo, useState } from 'react';
import type { ChartMark } from '../../ui/charts/time-chart-props.ts';
import { Section } from '../../ui/layout/section.tsx';
import { chartGaps } from './gaps-in-series.ts';
import type { GroupHistory } from './group-lines.ts';
import { type Compared, groupPlots, partialSpans, partialWords } from './group-plots.ts';
import classes from './history-screen.module.css';
import { historyTexts, groupTexts as texts } from './history-texts.ts';
import { SpanNote } from './span-note.tsx';
import { TimePlot } from './time-plot.tsx';

/** The charts of one algorithm below each other, with notes on missing data. */
export function GroupCharts(props: {
  name: string;
  history: GroupHistory;
  compared: Compared | null;
  slotMs: number;
  /** How many miners match; null if some of them are in other charts. */
  ofAll: number | null;
  fromAt: number;
  toAt: number;
  marks: readonly ChartMark[];
  fromZero: boolean;
  onSpan: (fromS: number, toS: number) => void;
}) {
  const { name, history, compared, slotMs, ofAll, fromAt, toAt, marks } = props;
  const group = useId();
  const { times, plots } = useMemo(
    () => groupPlots({ name, history, slotMs, toAt, ofAll }, compared),
    [name, history, slotMs, toAt, ofAll, compared],
  );
  const partial = useMemo(() => partialSpans({ history, slotMs, toAt }), [history, slotMs, toAt]);
  const [dotted, missing] = useMemo(
    () => [partial.filter(({ isDotted }) => isDotted), partial.filter(({ isDotted }) => !isDotted)],
    [partial],
  );
  const gaps = useMemo(
    () => [...chartGaps(history.gaps), ...chartGaps(missing).map((span) => ({ ...span, hatched: true }))],
    [history, missing],
  );
  // The words of marks are only in the first chart. Memoized, because a chart is drawn again for a
  // new list.
  const wordless = useMemo(() => marks.map((mark) => ({ ...mark, word: '' })), [marks]);
  const [pointed, setPointed] = useState<number | null>(null);
  return (
    <Section
      title={history.algorithm ?? texts.unknownAlgorithm}
      aside={
        compared !== null && (
          <span className={classes.legend}>
            <span className={classes.solid} aria-hidden="true" />
            {name}
            <span className={classes.dashed} aria-hidden="true" />
            {compared.name}
          </span>
        )
      }
    >
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
          marks={i === 0 ? marks : wordless}
          fromZero={props.fromZero}
          timeAxis={i === plots.length - 1}
          group={group}
          pointed={pointed}
          tellsMoment={i === 0}
          onPoint={setPointed}
          onSpan={props.onSpan}
        />
      ))}
    </Section>
  );
}
