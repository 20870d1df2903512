import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { shownTemp, shownTempSpan, shownTempText, temperatureSign } from '../../../../src-shared/temperature.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { shownNowMs } from '../../../ui/use-now.ts';
import { brokenAtGaps, chartGaps, leastSpanOf } from '../../history/gaps-in-series.ts';
import { type Plot, TimePlot } from '../../history/time-plot.tsx';
import type { MinerTime } from '../history/miner-time.ts';
import { minerTexts } from '../miner-texts.ts';
import classes from './chip-map.module.css';
import { chipHashrateText } from './chip-text.ts';
import type { NamedChip } from './named-chip.ts';

const texts = minerTexts.chips;
const REFRESH_MS = 60_000;
const MOST_POINTS = 240;

/** The history of one chip, which shows when it became hot or silent. */
export function ChipHistory({ miner, chip, time }: { miner: Miner; chip: NamedChip; time: MinerTime }) {
  const { client } = usePowerHive();
  const { chainId, chipId, nth, name } = chip;
  const { span, spanMs } = time;
  const history = useQuery({
    queryKey: ['chip-history', miner.id, chainId, chipId, nth, span],
    queryFn: ({ signal }) =>
      client.history.chip(
        { id: miner.id, chain_id: chainId, chip_id: chipId, nth, from: shownNowMs() - spanMs, max_points: MOST_POINTS },
        { signal },
      ),
    refetchInterval: REFRESH_MS,
  });
  const [pointed, setPointed] = useState<number | null>(null);
  const { data } = history;
  const drawn = useMemo(() => {
    if (data === undefined) return null;
    const rows = brokenAtGaps(data.points, data.gaps);
    const hashrates = rows.map(({ point }) => (point?.hashrate_hs == null ? null : point.hashrate_hs / 1e9));
    const plot: Plot = {
      title: texts.historyOf(name, chainId),
      heightPx: 96,
      lines: [
        {
          name: texts.hashrate,
          color: 'accent',
          unit: 'GH/s',
          side: 'left',
          values: hashrates,
          leastSpan: leastSpanOf(hashrates),
          text: (value) => chipHashrateText(value * 1e9, miner.algorithm),
        },
        {
          name: texts.temperature,
          color: 'blue',
          unit: temperatureSign(),
          side: 'right',
          values: rows.map(({ point }) => shownTemp(point?.temp_c ?? null)),
          leastSpan: shownTempSpan(20),
          text: shownTempText,
        },
      ],
    };
    return { plot, times: rows.map(({ at }) => at / 1000), gaps: chartGaps(data.gaps) };
  }, [data, chainId, name, miner.algorithm]);

  if (drawn !== null && data !== undefined && drawn.times.length > 0) {
    return (
      <TimePlot
        {...drawn}
        slotMs={data.slot_ms}
        fromS={data.from_at / 1000}
        toS={data.to_at / 1000}
        level={null}
        markS={time.atMs === null ? null : time.atMs / 1000}
        fromZero={time.fromZero}
        timeAxis
        group={time.group}
        pointed={pointed}
        tellsMoment
        onPoint={setPointed}
        onPick={time.show}
      />
    );
  }
  if (history.isError)
    return <p className={classes.quiet}>{texts.historyFailed(name, callErrorMessage(history.error))}</p>;
  return <p className={classes.quiet}>{history.isPending ? texts.historyLoading : texts.historyNothing(name)}</p>;
}
