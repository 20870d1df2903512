import { useMemo, useState } from 'react';
import type { MinerHistory } from '../../../../src-shared/model/index.ts';
import { minerHashrateUnit } from '../../../../src-shared/units.ts';
import { chartGaps } from '../../history/gaps-in-series.ts';
import { TimePlot, type TimePlotProps } from '../../history/time-plot.tsx';
import { minerTexts } from '../miner-texts.ts';
import type { HistorySeries } from './history-series.ts';
import { minerPlots } from './miner-plots.ts';

/** The charts of a miner for which it has data, below each other. */
export function MinerCharts(
  props: Pick<TimePlotProps, 'group' | 'marks' | 'fromZero' | 'onPick'> & {
    algorithm: string | null;
    history: MinerHistory;
    series: HistorySeries;
    /** The expected hash rate, drawn as a line; null for none. */
    expectedHs: number | null;
    atMs: number | null;
    isWithPower?: boolean;
  },
) {
  const { algorithm, history, series, expectedHs, atMs, isWithPower = true, ...chart } = props;
  const { unit, hashes } = minerHashrateUnit(algorithm);
  const [pointed, setPointed] = useState<number | null>(null);
  const plots = useMemo(
    () => minerPlots(series, unit).filter(({ title }) => isWithPower || title !== minerTexts.history.power),
    [series, unit, isWithPower],
  );
  const gaps = useMemo(() => chartGaps(series.gaps), [series]);
  return plots.map((plot, i) => (
    <TimePlot
      {...chart}
      key={plot.title}
      plot={plot}
      slotMs={history.slot_ms}
      times={series.times}
      fromS={history.from_at / 1000}
      toS={history.to_at / 1000}
      gaps={gaps}
      level={plot.title === minerTexts.history.hashrate && expectedHs !== null ? expectedHs / hashes : null}
      markS={atMs === null ? null : atMs / 1000}
      timeAxis={i === plots.length - 1}
      pointed={pointed}
      tellsMoment={i === 0}
      onPoint={setPointed}
    />
  ));
}
