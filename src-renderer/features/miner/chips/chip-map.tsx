import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { staleAfterMs } from '../../../../src-shared/judging/thresholds.ts';
import { DAY_MS } from '../../../../src-shared/milliseconds.ts';
import type { BoardLayout, ChainSnapshot, Miner } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { useFarmSettings } from '../../../api/use-settings.ts';
import type { ChipSpot } from '../../../miner-view/locations/fleet-location.ts';
import { Skeleton } from '../../../ui/feedback/callout.tsx';
import { Choice } from '../../../ui/forms/choice.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { usePalette } from '../../../ui/theme/use-palette.ts';
import { clockTime, preciseTime } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import type { MinerTime } from '../history/miner-time.ts';
import { TimeScrubber } from '../history/time-scrubber.tsx';
import { minerTexts } from '../miner-texts.ts';
import { ChipBoard } from './chip-board.tsx';
import { CHIP_COLORINGS, type ChipColoring } from './chip-color-choices.ts';
import { chipColors } from './chip-color-scales.ts';
import { ChipHistory } from './chip-history.tsx';
import { ChipLegendLine } from './chip-legend-line.tsx';
import classes from './chip-map.module.css';
import { chipAt, type NamedChip } from './named-chip.ts';

const texts = minerTexts.chips;
const COLORINGS = CHIP_COLORINGS.map((value) => ({ value, text: texts.colorings[value] }));

const LATEST_EVERY_MS = 15_000;
/** Every chip of every board, now or at an earlier time, coloured by the chosen coloring. */
export function ChipMap(props: { miner: Miner; layout: BoardLayout | null; spot: ChipSpot | null; time: MinerTime }) {
  const { miner, spot, time } = props;
  const nowMs = useNow();
  const settings = useFarmSettings();
  const stepMs = (settings?.telemetry_seconds ?? 60) * 1000;
  const keptMs = (settings?.chip_days ?? 3) * DAY_MS;
  const [coloring, setColoring] = useState<ChipColoring>('temp');
  const snapshot = useSnapshot(miner.id, time.atMs, stepMs);
  const palette = usePalette();
  const chains = snapshot.data?.chains;
  const scale = useMemo(() => chipColors(coloring, chains ?? [], palette), [coloring, chains, palette]);
  const [picked, setPicked] = useState<NamedChip | null>(null);
  const pick = (chip: NamedChip | null): void =>
    setPicked(picked?.chainId === chip?.chainId && picked?.position === chip?.position ? null : chip);
  const heading = useRef<HTMLElement>(null);
  const shown = useRef<ChipSpot | null>(null);
  useEffect(() => {
    if (spot === null || chains === undefined || shown.current === spot) return;
    shown.current = spot;
    heading.current?.scrollIntoView({ block: 'start' });
    setPicked(firstChip(spot, chains));
  }, [spot, chains]);

  return (
    <Section
      title={texts.title}
      ref={heading}
      aside={<Choice label={texts.colourBy} options={COLORINGS} value={coloring} onChange={setColoring} />}
    >
      <TimeScrubber
        label={texts.moment}
        fromMs={nowMs - Math.min(time.spanMs, keptMs)}
        nowMs={nowMs}
        stepMs={stepMs}
        atMs={time.atMs}
        onAt={time.show}
      />
      {snapshot.data !== undefined && snapshot.data !== null ? (
        <div className={snapshot.isPlaceholderData ? classes.leaving : undefined}>
          {snapshot.data.chains.map((chain) => (
            <ChipBoard
              key={chain.chain_id}
              chain={chain}
              layout={props.layout}
              scale={scale}
              algorithm={miner.algorithm}
              marked={spot?.chainId === chain.chain_id ? spot.positions : []}
              picked={picked?.chainId === chain.chain_id ? picked.position : null}
              onPick={(position) => pick(chipAt(chain.chain_id, chain.chips, position))}
            />
          ))}
          <ChipLegendLine legend={scale.legend} />
          {picked !== null && <ChipHistory miner={miner} chip={picked} time={time} />}
          <p className={classes.quiet}>{texts.readingOf(preciseTime(snapshot.data.recorded_at, nowMs))}</p>
        </div>
      ) : snapshot.isError ? (
        <p className={classes.quiet}>{texts.failed(callErrorMessage(snapshot.error))}</p>
      ) : snapshot.isPending ? (
        <Skeleton rows={4} label={texts.loading} />
      ) : time.atMs === null ? (
        <p className={classes.quiet}>{whyNoChips(miner)}</p>
      ) : (
        <p className={classes.quiet}>{texts.nothingAt(clockTime(time.atMs, nowMs))}</p>
      )}
    </Section>
  );
}

/** Why there are no current chips: they are read only from a monitored miner that is mining. */
function whyNoChips({ online, managed, polling, latest_status }: Miner): string {
  if (managed && !online) return texts.offline;
  if (!polling.eligible) return texts.unmonitored;
  return latest_status === null || latest_status.state === 'mining' ? texts.waiting : texts.notMining;
}

/** The reading at a time, or the latest one if `atMs` is null. Null if there was no reading. */
function useSnapshot(id: string, atMs: number | null, stepMs: number) {
  const { client } = usePowerHive();
  return useQuery({
    queryKey: ['chips', id, atMs],
    queryFn: async ({ signal }) => {
      const range = atMs === null ? {} : { since: atMs - staleAfterMs(stepMs), until: atMs };
      const [snapshot] = await client.miners.telemetry({ id, limit: 1, ...range }, { signal });
      return snapshot ?? null;
    },
    // Earlier readings do not change; only the latest is polled.
    staleTime: atMs === null ? 0 : Number.POSITIVE_INFINITY,
    refetchInterval: atMs === null ? LATEST_EVERY_MS : false,
    placeholderData: keepPreviousData,
  });
}

function firstChip(spot: ChipSpot, chains: readonly ChainSnapshot[]): NamedChip | null {
  const [position] = spot.positions;
  const chain = chains.find(({ chain_id }) => chain_id === spot.chainId);
  return position === undefined || chain === undefined ? null : chipAt(chain.chain_id, chain.chips, position);
}
