import { IconRefresh, IconTool } from '@tabler/icons-react';
import { memo } from 'react';
import { verdictWords } from '../../../../../src-shared/actions/action-words.ts';
import { lostHs, paidShare } from '../../../../../src-shared/miner/lost-hashrate.ts';
import { minerName } from '../../../../../src-shared/miner/miner-name.ts';
import { type Moment, maintenanceNow } from '../../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../../src-shared/model/index.ts';
import { useInJob, useLiveMiner } from '../../../../api/use-powerhive.ts';
import type { ColumnId } from '../../../../miner-view/column-ids.ts';
import { maintenanceText } from '../../../../miner-view/maintenance-texts.ts';
import { minerLook } from '../../../../miner-view/miner-look.ts';
import { rowStateText } from '../../../../miner-view/row-state-text.ts';
import { Switch } from '../../../../ui/forms/switch.tsx';
import { ago, clockTime } from '../../../../ui/times.ts';
import { shownNowMs } from '../../../../ui/use-now.ts';
import { isLateInJob } from '../../../jobs/job-words.ts';
import { jobsTexts } from '../../../jobs/jobs-texts.ts';
import { fleetTexts } from '../../fleet-texts.ts';
import { COLUMNS, type ColumnShape } from '../columns/fleet-columns.ts';
import { cellContent, type RowLook } from './fleet-cell.tsx';
import classes from './fleet-row.module.css';
import { SelectBox } from './select-box.tsx';

/** Figures of a reading: they are dimmed if the reading is stale. */
const READ_COLUMNS: ReadonlySet<ColumnId> = new Set([
  'hashrate',
  'expected',
  'share',
  'preset',
  'power',
  'efficiency',
  'chip_temp',
  'fans',
  'errors',
  'rejected',
  'pool',
  'pools',
  'worker',
  'uptime',
]);

/** Class names of cells by column, computed once and not for each cell of each frame. */
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
  /** Its key among the rows. */
  readonly rowKey: string;
  /** Nesting level if the rows are grouped. */
  readonly level: number | undefined;
  readonly columns: readonly ColumnShape[];
  readonly moment: Moment;
  readonly index: number;
  readonly topPx: number;
  readonly active: boolean;
  readonly opened: boolean;
  readonly selected: boolean;
  readonly onSelect: (id: string, key: string, extend: boolean) => void;
  readonly onOpen: (id: string, key: string) => void;
  readonly onManage: (miner: Miner, managed: boolean) => void;
}

/** The id of the element of a row. */
export function rowElementId(key: string): string {
  return `miner-${key.replaceAll(':', '').replace(/[^\w-]/g, (char) => `_${char.codePointAt(0)}`)}`;
}

/**
 * One miner's row. Values that depend on the time are computed here each second; the visible part
 * is drawn only if it has changed.
 */
export const FleetRow = memo(function FleetRow({ id, moment, ...rest }: FleetRowProps) {
  const miner = useLiveMiner(id);
  const inJob = useInJob(id);
  if (miner === undefined) return null;
  const { shape, tone, word, why, fresh } = minerLook(miner, moment);
  const status = miner.latest_status;
  const silent = maintenanceNow(miner, moment);
  return (
    <RowOfMiner
      {...rest}
      miner={miner}
      shape={shape}
      tone={tone}
      word={word}
      why={why}
      stateText={rowStateText(miner, { shape, word }, moment.nowMs)}
      inJob={
        inJob === undefined
          ? null
          : jobsTexts.inJob(verdictWords(null, inJob.verdict), isLateInJob(inJob, moment.nowMs))
      }
      maintenance={silent === null ? null : maintenanceText(clockTime(silent.ends_at, moment.nowMs), silent.reason)}
      lostHs={lostHs(miner, moment)}
      paid={paidShare(miner, moment)}
      old={miner.online && status !== null && !fresh}
    />
  );
});

interface RowOfMinerProps extends Omit<FleetRowProps, 'id' | 'moment'>, RowLook {
  readonly miner: Miner;
  /** The text for its state in a job; null if it is in none. */
  readonly inJob: string | null;
  /** The text for its maintenance; null if it is in none. */
  readonly maintenance: string | null;
  /** Whether its figures are stale. */
  readonly old: boolean;
}

const RowOfMiner = memo(function RowOfMiner(props: RowOfMinerProps) {
  const { miner, columns, active, opened, selected, word, why, inJob, maintenance } = props;
  const name = minerName(miner);
  const className = [
    classes.row,
    active && classes.active,
    opened && classes.opened,
    selected && classes.selected,
    !miner.online && classes.offline,
    props.old && classes.old,
  ];
  return (
    <tr
      id={rowElementId(props.rowKey)}
      aria-level={props.level}
      aria-rowindex={props.index + 2}
      aria-label={name}
      aria-selected={selected}
      aria-current={opened ? 'true' : undefined}
      tabIndex={-1}
      className={className.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${props.topPx}px)` }}
      // Its age changes each second, but only the row under the pointer shows it.
      onPointerEnter={(event) => {
        const beside = [inJob ?? [], maintenance ?? []];
        const state = [why ?? sentence(word), ...beside].flat().join(' · ');
        event.currentTarget.title = rowTip(state, miner.latest_status?.recorded_at ?? null);
      }}
      onClick={(event) => {
        // The second of a double click may hit another row, where the panel has moved the table.
        if (event.detail > 1) return;
        if (event.shiftKey || event.ctrlKey || event.metaKey) props.onSelect(miner.id, props.rowKey, event.shiftKey);
        else props.onOpen(miner.id, props.rowKey);
      }}
      onMouseDown={(event) => {
        if (event.shiftKey) event.preventDefault();
      }}
    >
      {columns.map(({ id }) => (
        <td key={id} className={CELL_CLASSES.get(id)}>
          {id === 'state' && (
            <SelectBox
              label={fleetTexts.table.select(name)}
              selected={selected}
              onSelect={(extend) => props.onSelect(miner.id, props.rowKey, extend)}
            />
          )}
          {id === 'managed' ? (
            <Switch
              label={fleetTexts.table.manage(name)}
              on={miner.managed}
              tabIndex={-1}
              onChange={(managed) => props.onManage(miner, managed)}
            />
          ) : (
            cellContent(id, miner, props)
          )}
          {id === 'state' && inJob !== null && (
            <span role="img" className={classes.inJob} aria-label={inJob}>
              <IconRefresh size={11} stroke={2.4} />
            </span>
          )}
          {id === 'state' && maintenance !== null && (
            <span role="img" className={classes.maintenance} aria-label={maintenance}>
              <IconTool size={12} stroke={2.2} />
            </span>
          )}
        </td>
      ))}
    </tr>
  );
});

function rowTip(state: string, recordedAt: number | null): string {
  return fleetTexts.table.tip(state.replace(/\.$/, ''), recordedAt === null ? null : ago(recordedAt, shownNowMs()));
}

function sentence(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
