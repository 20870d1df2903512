import { shownTemp, shownTempSpan, shownTempText, temperatureSign } from '../../../../src-shared/temperature.ts';
import { isKnown, leastSpanOf } from '../../history/gaps-in-series.ts';
import type { Plot } from '../../history/time-plot.tsx';
import { minerTexts } from '../miner-texts.ts';
import type { HistorySeries } from './history-series.ts';

const texts = minerTexts.history;

/** The charts with data: a hydro miner has no fans, an old firmware reports no power. */
export function minerPlots(series: HistorySeries, unit: string): readonly Plot[] {
  // A machine without fans reports that they are at 0 %.
  const hasFans = series.fanPercent.some((percent) => percent !== null && percent > 0);
  const plots: readonly Plot[] = [
    {
      title: texts.hashrate,
      heightPx: 118,
      lines: [
        {
          name: texts.hashrate,
          color: 'accent',
          unit,
          side: 'left',
          values: series.hashrate,
          band: { low: series.hashrateLow, high: series.hashrateHigh },
          leastSpan: leastSpanOf(series.hashrate),
          text: (value) => `${value.toFixed(1)} ${unit}`,
        },
      ],
    },
    {
      title: texts.hottestChip,
      heightPx: 84,
      lines: [
        {
          name: texts.hottestChip,
          color: 'blue',
          unit: temperatureSign(),
          side: 'left',
          values: series.chipTempC.map(shownTemp),
          leastSpan: shownTempSpan(20),
          text: shownTempText,
        },
        {
          name: texts.fans,
          color: 'grey',
          unit: '%',
          side: 'right',
          values: hasFans ? series.fanPercent : [],
          leastSpan: 40,
          text: (value) => texts.fanDuty(value.toFixed(0)),
        },
      ],
    },
    {
      title: texts.power,
      heightPx: 84,
      lines: [
        {
          name: texts.power,
          color: 'green',
          unit: 'W',
          side: 'left',
          values: series.powerW,
          leastSpan: leastSpanOf(series.powerW),
          text: (value) => texts.watts(Math.round(value)),
        },
      ],
    },
  ];
  return plots
    .map((plot) => ({ ...plot, lines: plot.lines.filter(({ values }) => isKnown(values)) }))
    .filter(({ lines }) => lines.length > 0);
}
