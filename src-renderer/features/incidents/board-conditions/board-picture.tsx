import {
  IconAlertOctagon,
  IconArrowBarToUp,
  IconCircuitSwitchOpen,
  IconClockPause,
  IconCloudOff,
  IconEyeOff,
  IconGauge,
  IconLock,
  IconPlugConnectedX,
  IconPropeller,
  IconTemperature,
  IconTrendingDown,
} from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import type { MinerModel, Problem } from '../../../../src-shared/model/index.ts';
import { chipGrid } from '../../../miner-view/chip-grid.ts';
import { SEVERITY_MARKS } from '../../../miner-view/severity-marks.ts';
import tones from '../../../ui/theme/tone.module.css';
import classes from './board-picture.module.css';

const WIDTH_PX = 104;
const HEIGHT_PX = 30;
const GAP_PX = 0.8;
/** Maximum aspect ratio of a drawn chip, so that a board of two long rows is not too thin. */
const MOST_STRETCH = 2.5;

/**
 * A small drawing that shows where the problem is: on the board with its chips, or on another part.
 * The words are next to it.
 */
export const BoardPicture = memo(function BoardPicture(props: {
  anomaly: Problem;
  model: MinerModel | undefined;
  /** For a row of text. */
  small?: boolean;
}) {
  const { anomaly, model, small = false } = props;
  return (
    <span
      data-small={small}
      className={`${classes.picture} ${tones[SEVERITY_MARKS[anomaly.severity].tone]}`}
      aria-hidden="true"
    >
      {anomaly.chain_id === null ? whole(anomaly, model) : board(anomaly, model)}
    </span>
  );
});

function board(
  { code, chain_id: id, chips_on_board: count, chip_positions }: Problem,
  model: MinerModel | undefined,
): ReactNode {
  if (count === null || count === 0) {
    const boards = model?.chains ?? 1;
    return id !== null && id <= boards ? <Boards count={boards} gone={[id]} /> : <Boards count={1} gone={[1]} />;
  }
  const layout = { chains: null, chips_per_chain: count, rows: model?.board_rows ?? null };
  const grid = chipGrid(count, layout);
  const all = code === 'board_zero_hashrate' || code === 'board_below_siblings';
  const spots = new Set(chip_positions);
  const wide = WIDTH_PX / grid.columns;
  const high = HEIGHT_PX / grid.rows;
  const width = Math.min(wide, high * MOST_STRETCH);
  const height = Math.min(high, wide * MOST_STRETCH);
  const cell = `h${width - GAP_PX}v${height - GAP_PX}h${GAP_PX - width}z`;
  const cells = { rest: '', spots: '' };
  grid.cells.forEach(({ column, row }, position) => {
    cells[all || spots.has(position) ? 'spots' : 'rest'] += `M${column * width} ${row * height}${cell}`;
  });
  return (
    <svg
      aria-hidden="true"
      className={classes.chips}
      viewBox={`0 0 ${grid.columns * width} ${grid.rows * height}`}
      preserveAspectRatio="xMinYMid meet"
    >
      <path className={classes.rest} d={cells.rest} />
      <path className={all ? classes.whole : classes.spots} d={cells.spots} />
    </svg>
  );
}

function whole({ code, value }: Problem, model: MinerModel | undefined): ReactNode {
  switch (code) {
    case 'fan_lost':
      return <IconPropeller size={22} stroke={1.4} />;
    case 'miner_throttled':
      return <IconGauge size={22} stroke={1.4} />;
    case 'pools_down':
    case 'shares_rejected':
    case 'pool_foreign':
      return <IconCloudOff size={22} stroke={1.4} />;
    case 'figures_frozen':
    case 'protective_stop':
      return <IconClockPause size={22} stroke={1.4} />;
    case 'boards_unread':
    case 'figures_missing':
      return <IconEyeOff size={22} stroke={1.4} />;
    case 'board_missing':
      return <Boards count={model?.chains ?? 3} gone={lastOf(model?.chains ?? 3, value ?? 1)} isApart />;
    case 'offline':
    case 'not_answering':
    case 'address_conflict':
      return <IconPlugConnectedX size={22} stroke={1.4} />;
    case 'locked':
      return <IconLock size={22} stroke={1.4} />;
    case 'failure':
      return <IconAlertOctagon size={22} stroke={1.4} />;
    case 'low_hashrate':
      return <IconTrendingDown size={22} stroke={1.4} />;
    case 'hot':
    case 'cooling_at_limit':
      return <IconTemperature size={22} stroke={1.4} />;
    case 'above_max_preset':
      return <IconArrowBarToUp size={22} stroke={1.4} />;
    case 'miner_zero_hashrate':
      return <Boards count={model?.chains ?? 3} gone={[]} />;
    default:
      return <IconCircuitSwitchOpen size={22} stroke={1.4} />;
  }
}

const APART_PX = 12;

/**
 * Boards side by side; of those in `gone`, counted from 1, only the outline. `isApart`: these stand
 * apart, because it is known how many they are and not where.
 */
function Boards(props: { count: number; gone: readonly number[]; isApart?: boolean }) {
  const { count, gone, isApart = false } = props;
  const shift = isApart && gone.length < count ? APART_PX : 0;
  return (
    <svg
      aria-hidden="true"
      className={classes.chips}
      viewBox={`0 0 ${count * 26 - 4 + shift} 24`}
      preserveAspectRatio="xMinYMid meet"
    >
      {Array.from({ length: count }, (_, i) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: boards that are drawn alike have no other key
          key={i}
          className={gone.includes(i + 1) ? classes.gone : gone.length > 0 ? classes.rest : classes.whole}
          x={i * 26 + 0.5 + (gone.includes(i + 1) ? shift : 0)}
          y={0.5}
          width={21}
          height={23}
          rx={2}
        />
      ))}
    </svg>
  );
}

/** The last ones of some boards. */
function lastOf(count: number, missing: number): readonly number[] {
  return Array.from({ length: Math.min(count, missing) }, (_, i) => count - i);
}
