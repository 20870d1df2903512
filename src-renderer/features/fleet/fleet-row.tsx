import { memo } from 'react';
import { minerName } from '../../../src-shared/miner-name.ts';
import type { Moment } from '../../../src-shared/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/units.ts';
import { useLiveMiner } from '../../api/use-powerhive.ts';
import { Switch } from '../../ui/switch.tsx';
import { ageSeconds } from '../../ui/times.ts';
import { COLUMNS, type ColumnShape } from './column-fit.ts';
import { cellContent } from './fleet-cell.tsx';
import classes from './fleet-row.module.css';
import { minerCondition } from './miner-condition.ts';
import { SelectBox } from './select-box.tsx';
import type { ColumnId } from './sort-values.ts';

/** Figures of a reading: these go dim when the reading is old. */
const READ_COLUMNS: ReadonlySet<ColumnId> = new Set([
  'hashrate',
  'preset',
  'power',
  'efficiency',
  'chip_temp',
  'fans',
  'pool',
  'uptime',
]);

/** What a cell looks like, by its column: made once, not for each cell of each frame. */
const CELL_CLASSES: ReadonlyMap<ColumnId, string> = new Map(
  COLUMNS.map(({ id, numeric }) => {
    const names = [
      classes.cell,
      numeric ? classes.numeric : id !== 'state' && id !== 'managed' && classes.words,
      READ_COLUMNS.has(id) && classes.read,
      id === 'managed' && classes.control,
      id === 'state' && classes.state,
    ];
    return [id, names.filter(Boolean).join(' ')];
  }),
);

export interface FleetRowProps {
  readonly id: string;
  readonly columns: readonly ColumnShape[];
  readonly moment: Moment;
  readonly index: number;
  readonly topPx: number;
  readonly active: boolean;
  readonly opened: boolean;
  readonly selected: boolean;
  readonly onSelect: (id: string, extend: boolean) => void;
  readonly onOpen: (id: string) => void;
  readonly onManage: (miner: Miner, managed: boolean) => void;
}

export function rowElementId(minerId: string): string {
  return `miner-${minerId.replaceAll(':', '')}`;
}

export const FleetRow = memo(function FleetRow(props: FleetRowProps) {
  const { id: minerId, columns, moment, active, opened, selected } = props;
  const miner = useLiveMiner(minerId);
  if (miner === undefined) return null;
  const condition = minerCondition(miner, moment);
  const name = minerName(miner);
  const status = miner.latest_status;
  const old = miner.online && status !== null && !condition.fresh;
  const className = [
    classes.row,
    active && classes.active,
    opened && classes.opened,
    selected && classes.selected,
    !miner.online && classes.offline,
    old && classes.old,
  ];
  return (
    <tr
      id={rowElementId(miner.id)}
      aria-rowindex={props.index + 2}
      aria-label={name}
      aria-selected={selected}
      aria-current={opened ? 'true' : undefined}
      tabIndex={-1}
      className={className.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${props.topPx}px)` }}
      title={old ? `Read ${formatDuration(ageSeconds(status.recorded_at, moment.nowMs))} ago` : undefined}
      onClick={(event) => {
        if (event.shiftKey || event.ctrlKey || event.metaKey) props.onSelect(miner.id, event.shiftKey);
        else props.onOpen(miner.id);
      }}
      onMouseDown={(event) => {
        if (event.shiftKey) event.preventDefault();
      }}
    >
      {columns.map(({ id }) => (
        <td key={id} className={CELL_CLASSES.get(id)}>
          {id === 'state' && (
            <SelectBox name={name} selected={selected} onSelect={(extend) => props.onSelect(miner.id, extend)} />
          )}
          {id === 'managed' ? (
            <Switch
              label={`Manage ${name}`}
              on={miner.managed}
              tabIndex={-1}
              onChange={(managed) => props.onManage(miner, managed)}
            />
          ) : (
            cellContent(id, miner, condition, moment.nowMs)
          )}
        </td>
      ))}
    </tr>
  );
});
