import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import type { Channel, WeakChipsMiner } from '../../../../src-shared/model/index.ts';
import { numberText } from '../../../../src-shared/text/count-text.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { clockTime } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import { boardConditionsTexts } from './board-conditions-texts.ts';
import { WeakBoards } from './weak-boards.tsx';
import classes from './weak-chips.module.css';

const texts = boardConditionsTexts.weak;
const MOST_SHOWN = 50;
/** Grades from the same day are not worth comparing. */
const DAY_BEFORE_MS = 20 * HOUR_MS;

/**
 * Chips that the firmware rates weak or bad, by miner, and the change over the week. Nothing if
 * there are none. They are not a problem that needs an action.
 */
export function WeakChipsList() {
  const { orpc } = usePowerHive();
  const nowMs = useNow();
  const list = useQuery(orpc.anomalies.weakChips.queryOptions({ staleTime: 0, refetchInterval: HOUR_MS })).data;
  const channels = useQuery(orpc.channels.list.queryOptions()).data;
  if (list === undefined || list.miners.length === 0) return null;
  const { since_at, miners, unread } = list;
  const more = miners.length - MOST_SHOWN;
  const hasDigest = channels?.some(takesDigests) === true;
  const about = [
    since_at === null || nowMs - since_at < DAY_BEFORE_MS ? texts.noWeek : texts.since(clockTime(since_at, nowMs)),
    ...(hasDigest ? [texts.digest] : []),
    ...(unread > 0 ? [texts.unread(unread)] : []),
  ];
  return (
    <details className={classes.weak}>
      <summary>{texts.title(miners.length)}</summary>
      <p className={classes.about}>{about.join(' ')}</p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{boardConditionsTexts.miner}</th>
            <th>{texts.boards}</th>
            <th className={classes.number}>{texts.orange}</th>
            <th className={classes.number}>{texts.red}</th>
          </tr>
        </thead>
        <tbody>
          {miners.slice(0, MOST_SHOWN).map((miner) => (
            <WeakChipsRow key={miner.id} miner={miner} />
          ))}
        </tbody>
      </table>
      {more > 0 && <p className={classes.about}>{texts.more(more)}</p>}
    </details>
  );
}

/** The same condition as in the program: no digest goes to the desktop or to a heartbeat. */
function takesDigests({ kind, enabled, min_severity }: Channel): boolean {
  return enabled && kind !== 'desktop' && kind !== 'heartbeat' && min_severity !== 'critical';
}

function WeakChipsRow({ miner }: { miner: WeakChipsMiner }) {
  const { id, name, boards, chips_orange, chips_red, orange_change, red_change } = miner;
  return (
    <tr>
      <th scope="row">
        <Link href={`/fleet/${id}`}>{name}</Link>
      </th>
      <td>{boards !== undefined && <WeakBoards boards={boards} />}</td>
      <Count count={chips_orange} change={orange_change} />
      <Count count={chips_red} change={red_change} />
    </tr>
  );
}

function Count({ count, change }: { count: number; change: number | null }) {
  const isWorse = change !== null && change > 0;
  return (
    <td className={classes.number}>
      {numberText(count)}
      {change !== null && change !== 0 && (
        <span className={isWorse ? classes.worse : classes.better}> {texts.change(change)}</span>
      )}
    </td>
  );
}
