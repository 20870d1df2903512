import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { BoardLayout, ChainSnapshot, Chip, Miner } from '../../../src-shared/model/index.ts';
import { formatMinerHashrate, formatTemp, quantityText } from '../../../src-shared/units.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { Choice } from '../../ui/choice.tsx';
import { Skeleton } from '../../ui/notice.tsx';
import { clockTimeWithSeconds } from '../../ui/times.ts';
import { usePalette } from '../../ui/use-palette.ts';
import { chipGrid } from './chip-grid.ts';
import { ChipLegendLine } from './chip-legend.tsx';
import classes from './chip-map.module.css';
import { CHIP_MEASURES, type ChipMeasure, type ChipScale, chipScale, chipText, isSilent } from './chip-scale.ts';
import { Section } from './section.tsx';

const MEASURE_NAMES: Readonly<Record<ChipMeasure, string>> = {
  temp: 'Temp',
  hashrate: 'Hash',
  errors: 'Errors',
  grade: 'Grade',
};
const MEASURES = CHIP_MEASURES.map((value) => ({ value, text: MEASURE_NAMES[value] }));

/** Every chip of every board in its latest reading, coloured by what the operator asks for. */
export function ChipMap({ miner, layout }: { miner: Miner; layout: BoardLayout | null }) {
  const { orpc } = usePowerHive();
  const telemetry = useQuery(
    orpc.miners.telemetry.queryOptions({ input: { id: miner.id, limit: 1 }, refetchInterval: 15_000 }),
  );
  const [measure, setMeasure] = useState<ChipMeasure>('temp');
  const palette = usePalette();
  const snapshot = telemetry.data?.[0];
  const scale = useMemo(() => chipScale(measure, snapshot?.chains ?? [], palette), [measure, snapshot, palette]);

  return (
    <Section
      title="Chips"
      aside={<Choice label="Colour chips by" options={MEASURES} value={measure} onChange={setMeasure} />}
    >
      {telemetry.isPending ? (
        <Skeleton rows={4} label="Loading chips" />
      ) : snapshot !== undefined ? (
        <>
          {snapshot.chains.map((chain) => (
            <Board key={chain.chain_id} chain={chain} layout={layout} scale={scale} algorithm={miner.algorithm} />
          ))}
          <ChipLegendLine legend={scale.legend} />
          <p className={classes.quiet}>Read at {clockTimeWithSeconds(snapshot.recorded_at)}</p>
        </>
      ) : telemetry.isError ? (
        <p className={classes.quiet}>The chips could not be read: {callErrorMessage(telemetry.error)}</p>
      ) : (
        <p className={classes.quiet}>No chip reading yet. Chips are read once a minute while the miner is polled.</p>
      )}
    </Section>
  );
}

const CELL = { width: 17, height: 13, gap: 2 };

function Board(props: {
  chain: ChainSnapshot;
  layout: BoardLayout | null;
  scale: ChipScale;
  algorithm: string | null;
}) {
  const { chain, scale } = props;
  const { chips } = chain;
  const [pointed, setPointed] = useState<Chip | null>(null);
  const grid = chipGrid(chips.length, props.layout);
  const silent = chips.filter(isSilent).length;
  const temps = chips.map((chip) => chip.temp_c).filter((temp) => temp !== null);
  const hottest = temps.length === 0 ? null : Math.max(...temps);
  const summary = `Board ${chain.chain_id}: ${chips.length} chips, ${silent} of them silent, hottest ${quantityText(formatTemp(hottest))}`;

  return (
    <figure className={classes.board}>
      <figcaption className={classes.caption}>
        <strong>Board {chain.chain_id}</strong>
        {pointed === null ? (
          <>
            <span>{quantityText(formatMinerHashrate(chain.hashrate_hs, props.algorithm))}</span>
            {silent > 0 && <span className={classes.silent}>{silent} silent</span>}
            <span className={classes.end}>{hottest !== null && `${formatTemp(hottest).figure} max`}</span>
          </>
        ) : (
          <span className={classes.end}>{chipText(pointed, props.algorithm)}</span>
        )}
      </figcaption>
      {chips.length === 0 ? (
        <p className={classes.quiet}>This board shows no chips{chain.state === null ? '' : ` (${chain.state})`}.</p>
      ) : (
        <svg
          role="img"
          aria-label={summary}
          viewBox={`0 0 ${grid.columns * CELL.width - CELL.gap} ${grid.rows * CELL.height - CELL.gap}`}
          className={classes.map}
          onPointerLeave={() => setPointed(null)}
        >
          {chips.map((chip, i) => {
            const place = grid.places[i] ?? { column: 0, row: 0 };
            const color = scale.colorOf(chip);
            const hollow = isSilent(chip) ? classes.dead : color === null ? classes.unknown : undefined;
            return (
              <rect
                key={chip.chip_id}
                x={place.column * CELL.width + (hollow === undefined ? 0 : 0.5)}
                y={place.row * CELL.height + (hollow === undefined ? 0 : 0.5)}
                width={CELL.width - CELL.gap - (hollow === undefined ? 0 : 1)}
                height={CELL.height - CELL.gap - (hollow === undefined ? 0 : 1)}
                rx={1.5}
                className={hollow}
                fill={color ?? 'none'}
                onPointerEnter={() => setPointed(chip)}
              />
            );
          })}
        </svg>
      )}
    </figure>
  );
}
