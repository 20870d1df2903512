import type { WeakChipsMiner } from '../../../../src-shared/model/index.ts';
import { boardConditionsTexts } from './board-conditions-texts.ts';
import classes from './weak-boards.module.css';

const texts = boardConditionsTexts.weak;
const COLUMNS = 19;
const CELL_PX = 3;
const GAP_PX = 0.6;

type Board = NonNullable<WeakChipsMiner['boards']>[number];

/**
 * The boards of a miner side by side, each with a spot for every bad and weak chip: their number,
 * not their positions. The numbers are next to it.
 */
export function WeakBoards({ boards }: { boards: readonly Board[] }) {
  return (
    <span className={classes.boards}>
      {boards.map((board) => (
        <BoardSpots key={board.chain_id} {...board} />
      ))}
    </span>
  );
}

function BoardSpots({ chain_id, chips, chips_orange: weak, chips_red: bad }: Board) {
  const rows = Math.max(1, Math.ceil(chips / COLUMNS));
  const cells = { bad: '', weak: '', rest: '' };
  const side = CELL_PX - GAP_PX;
  for (let place = 0; place < chips; place++) {
    const kind = place < bad ? 'bad' : place < bad + weak ? 'weak' : 'rest';
    const [x, y] = [(place % COLUMNS) * CELL_PX, Math.floor(place / COLUMNS) * CELL_PX];
    cells[kind] += `M${x} ${y}h${side}v${side}h${-side}z`;
  }
  return (
    <svg
      role="img"
      aria-label={texts.board(chain_id, bad, weak, chips)}
      width={COLUMNS * CELL_PX}
      height={rows * CELL_PX}
      viewBox={`0 0 ${COLUMNS * CELL_PX} ${rows * CELL_PX}`}
    >
      <title>{texts.board(chain_id, bad, weak, chips)}</title>
      <path className={classes.rest} d={cells.rest} />
      <path className={classes.weak} d={cells.weak} />
      <path className={classes.bad} d={cells.bad} />
    </svg>
  );
}
