import { IconChevronRight } from '@tabler/icons-react';
import type { Ref } from 'react';
import { Link } from 'wouter';
import { minerName } from '../../../src-shared/miner-name.ts';
import type { ActivityEntry } from '../../../src-shared/model/index.ts';
import { useLiveMiner } from '../../api/use-powerhive.ts';
import { SEVERITY_MARKS } from '../../miner-model/severity-marks.ts';
import { type Mark, StateMark } from '../../ui/state-mark.tsx';
import { clockTime, clockTimeWithSeconds } from '../../ui/times.ts';
import classes from './activity-list.module.css';
import type { ActivityRow } from './activity-rows.ts';
import { activityTexts } from './activity-texts.ts';

const LEVEL_MARKS = {
  info: { shape: 'disc', tone: 'grey' },
  warning: SEVERITY_MARKS.warning,
  error: SEVERITY_MARKS.critical,
} satisfies Readonly<Record<ActivityEntry['level'], Mark>>;

export function rowElementId(key: string): string {
  return `activity-${key.replaceAll(/[^\w-]/g, '-')}`;
}

export function ActivityLine(props: {
  ref: Ref<HTMLTableRowElement>;
  row: ActivityRow;
  index: number;
  topPx: number;
  active: boolean;
  nowMs: number;
  onOpen: (row: ActivityRow) => void;
}) {
  const { row, active } = props;
  const inGroup = row.kind === 'entry' && row.inGroup;
  const className = [classes.row, classes[row.kind], inGroup && classes.inGroup, active && classes.active];
  return (
    <tr
      ref={props.ref}
      id={rowElementId(row.key)}
      data-index={props.index}
      aria-rowindex={props.index + 1}
      aria-level={inGroup ? 2 : 1}
      aria-selected={active}
      aria-expanded={row.kind === 'group' ? row.open : undefined}
      className={className.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${props.topPx}px)` }}
      onClick={() => {
        if (row.kind === 'group') props.onOpen(row);
      }}
    >
      {row.kind === 'day' && <th scope="rowgroup">{row.name}</th>}
      {row.kind === 'group' && <GroupCells group={row.group} open={row.open} nowMs={props.nowMs} />}
      {row.kind === 'entry' && <EntryCells entry={row.entry} />}
    </tr>
  );
}

function GroupCells({
  group,
  open,
  nowMs,
}: Pick<Extract<ActivityRow, { kind: 'group' }>, 'group' | 'open'> & { nowMs: number }) {
  const [newest] = group.entries;
  const oldest = group.entries.at(-1);
  if (newest === undefined || oldest === undefined) return null;
  const from = clockTime(oldest.at, nowMs);
  const to = clockTime(newest.at, nowMs);
  return (
    <>
      <td className={classes.when}>
        <time dateTime={new Date(newest.at).toISOString()}>{clockTimeWithSeconds(newest.at)}</time>
      </td>
      <td className={classes.mark}>
        <StateMark {...LEVEL_MARKS[newest.level]} label={newest.level} />
      </td>
      <td className={classes.what}>
        <span>{group.words}</span>
        {from !== to && <span className={classes.quiet}>{activityTexts.since(from)}</span>}
        <IconChevronRight size={14} aria-hidden="true" className={open ? classes.opened : classes.closed} />
      </td>
      <td />
    </>
  );
}

function EntryCells({ entry }: { entry: ActivityEntry }) {
  const miner = useLiveMiner(entry.miner_id ?? '');
  return (
    <>
      <td className={classes.when}>
        <time dateTime={new Date(entry.at).toISOString()}>{clockTimeWithSeconds(entry.at)}</time>
      </td>
      <td className={classes.mark}>
        <StateMark {...LEVEL_MARKS[entry.level]} label={entry.level} />
      </td>
      <td className={classes.what}>
        {entry.message}
        {entry.actor !== null && <span className={classes.quiet}> {activityTexts.by(entry.actor.name)}</span>}
      </td>
      <td className={classes.whose}>
        {entry.miner_id !== null && (
          <Link href={`/fleet/${entry.miner_id}`} tabIndex={-1} className={classes.link}>
            {miner === undefined ? entry.miner_id : minerName(miner)}
          </Link>
        )}
      </td>
    </>
  );
}
