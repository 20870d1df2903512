import type { Ref } from 'react';
import { Link } from 'wouter';
import type { Problem } from '../../../../src-shared/model/index.ts';
import { useLive, useLiveMiner } from '../../../api/use-powerhive.ts';
import { formatFleetPath } from '../../../miner-view/locations/fleet-location.ts';
import { modelName } from '../../../miner-view/model-name.ts';
import { SEVERITY_MARKS } from '../../../miner-view/severity-marks.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { ago, clockTime } from '../../../ui/times.ts';
import classes from './anomaly-list.module.css';
import type { AnomalyRow } from './anomaly-rows.ts';
import { chipsWords } from './anomaly-words.ts';
import { boardConditionsTexts } from './board-conditions-texts.ts';
import { BoardPicture } from './board-picture.tsx';

const texts = boardConditionsTexts;

export function rowElementId(index: number): string {
  return `anomaly-${index}`;
}

/** Path to the affected chips in the fleet. */
export function anomalyPath({ miner_id, chain_id, chip_positions }: Problem): string {
  return formatFleetPath({
    minerId: miner_id,
    spot: chain_id === null ? null : { chainId: chain_id, positions: chip_positions },
  });
}

export function AnomalyLine(props: {
  ref: Ref<HTMLTableRowElement>;
  row: AnomalyRow;
  index: number;
  topPx: number;
  active: boolean;
  nowMs: number;
  /** Whether its reading is so old that the problem may not exist any more. */
  old: boolean;
  onActive: (key: string) => void;
  /** Shows rows that the filter hides. */
  onShowAll: () => void;
}) {
  const { row, index, active, nowMs, old } = props;
  const { anomaly, first, last, hidden } = row;
  const miner = useLiveMiner(anomaly.miner_id);
  const model = useLive((view) => view.models.find(({ alias }) => alias === miner?.model_alias));
  const chips = chipsWords(anomaly);
  const className = [classes.row, classes.columns, last && classes.last, active && classes.active, old && classes.old];
  return (
    <tr
      ref={props.ref}
      id={rowElementId(index)}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={active}
      className={className.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${props.topPx}px)` }}
      onPointerDown={() => props.onActive(row.key)}
    >
      <td className={classes.state}>
        <StateMark {...SEVERITY_MARKS[anomaly.severity]} label={anomaly.severity} />
      </td>
      <td className={classes.miner}>
        <span className={first ? classes.name : 'visually-hidden'}>{anomaly.miner_name}</span>
        {first && (
          <span className={classes.quiet}>
            {miner === undefined ? '' : (modelName(miner) ?? '')}
            {hidden > 0 && ' · '}
            {hidden > 0 && (
              <button type="button" tabIndex={-1} className={classes.more} onClick={props.onShowAll}>
                {texts.more(hidden)}
              </button>
            )}
          </span>
        )}
      </td>
      <td className={classes.picture}>
        <BoardPicture anomaly={anomaly} model={model} />
      </td>
      <td className={classes.what}>
        <Link href={anomalyPath(anomaly)} tabIndex={-1} className={classes.link}>
          {anomaly.message}
        </Link>
        {chips !== null && <span className={classes.quiet}>{chips}</span>}
      </td>
      <td className={classes.since}>
        {anomaly.since_at === null ? (
          <span className={classes.quiet} title={texts.presentBefore}>
            {anomaly.first_seen_at === null ? texts.beforeStart : texts.before(clockTime(anomaly.first_seen_at, nowMs))}
          </span>
        ) : (
          <time dateTime={new Date(anomaly.since_at).toISOString()}>{clockTime(anomaly.since_at, nowMs)}</time>
        )}
        {old && anomaly.recorded_at !== null && (
          <span className={classes.warn}>{texts.asOf(ago(anomaly.recorded_at, nowMs))}</span>
        )}
      </td>
    </tr>
  );
}
