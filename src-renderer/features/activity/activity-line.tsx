import { IconChevronRight } from '@tabler/icons-react';
import { type Ref, useMemo } from 'react';
import { Link } from 'wouter';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { ActivityEntry } from '../../../src-shared/model/index.ts';
import { actorWords } from '../../../src-shared/text/actor-words.ts';
import { useLiveMiner, usePowerHive } from '../../api/use-powerhive.ts';
import { SEVERITY_MARKS } from '../../miner-view/severity-marks.ts';
import { type Mark, StateMark } from '../../ui/state-mark.tsx';
import { clockTime, clockTimeWithSeconds } from '../../ui/times.ts';
import classes from './activity-list.module.css';
import type { ActivityRow } from './activity-rows.ts';
import { activityTexts } from './activity-texts.ts';
import { groupLink, groupMiners, locationOf } from './group-miners.ts';

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
      {row.kind === 'group' && <GroupCells row={row} nowMs={props.nowMs} />}
      {row.kind === 'entry' && <EntryCells entry={row.entry} />}
    </tr>
  );
}

function GroupCells({ row, nowMs }: { row: Extract<ActivityRow, { kind: 'group' }>; nowMs: number }) {
  const { group, open } = row;
  const { live } = usePowerHive();
  // Computed once for each change of the list, because a group may contain the whole farm.
  const miners = useMemo(() => groupMiners(group.entries, (id) => live.state.miners.get(id)), [group, live]);
  const link = groupLink(group.entries, miners);
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
        <StateMark {...LEVEL_MARKS[group.level]} label={group.level} />
      </td>
      <td className={classes.what}>
        <span>{group.words}</span>
        {miners !== null && <span className={classes.who}>{miners.text}</span>}
        {from !== to && <span className={classes.quiet}>{activityTexts.since(from)}</span>}
        <IconChevronRight size={14} aria-hidden="true" className={open ? classes.opened : classes.closed} />
      </td>
      <td className={classes.whose}>
        <LineLink location={link?.location ?? null}>{link?.text ?? ''}</LineLink>
      </td>
    </>
  );
}

function EntryCells({ entry }: { entry: ActivityEntry }) {
  const miner = useLiveMiner(entry.miner_id ?? '');
  const toMiner = miner === undefined ? entry.miner_id : minerName(miner);
  const toOther = 'job_id' in (entry.data ?? {}) ? activityTexts.showJob : activityTexts.showMiners;
  const linkText = 'incident_id' in (entry.data ?? {}) ? activityTexts.showProblem : (toMiner ?? toOther);
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
        {entry.actor !== null && <span className={classes.quiet}> {actorWords(entry.actor)}</span>}
      </td>
      <td className={classes.whose}>
        <LineLink location={locationOf(entry)}>{linkText}</LineLink>
      </td>
    </>
  );
}

/** The link of a line. By keyboard, Enter or Ctrl+Enter on the line follows it. */
function LineLink({ location, children }: { location: string | null; children: string }) {
  if (location === null) return null;
  return (
    // Otherwise the click would also open the group.
    <Link href={location} tabIndex={-1} className={classes.link} onClick={(event) => event.stopPropagation()}>
      {children}
    </Link>
  );
}
