import type { CSSProperties } from 'react';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import { clockTime } from '../../../ui/times.ts';
import { minerTexts } from '../miner-texts.ts';
import classes from './time-scrubber.module.css';

const texts = minerTexts.chips;

/** Selects a time in the past. `atMs` null is the present, which moves with the clock. */
export function TimeScrubber(props: {
  label: string;
  fromMs: number;
  nowMs: number;
  stepMs: number;
  atMs: number | null;
  onAt: (atMs: number | null) => void;
}) {
  const { fromMs, nowMs, stepMs, atMs, onAt } = props;
  // In full steps before now, so that the handle stays at its time while the clock moves on.
  const steps = Math.max(1, Math.floor((nowMs - fromMs) / stepMs));
  const place = atMs === null ? steps : Math.max(0, steps - Math.round((nowMs - atMs) / stepMs));
  const words =
    atMs === null ? texts.live : texts.momentAgo(clockTime(atMs, nowMs), formatDuration((nowMs - atMs) / 1000));
  return (
    <div className={classes.scrubber}>
      <span className={classes.end}>{clockTime(fromMs, nowMs)}</span>
      <div className={classes.track}>
        {atMs !== null && (
          <span
            className={classes.moment}
            style={{ '--ph-at': place / steps } as CSSProperties}
            data-late={place * 2 > steps}
            aria-hidden
          >
            {clockTime(atMs, nowMs)}
          </span>
        )}
        <input
          type="range"
          className={classes.range}
          aria-label={props.label}
          aria-valuetext={words}
          min={0}
          max={steps}
          value={place}
          onChange={(event) => {
            const back = steps - Number(event.currentTarget.value);
            onAt(back === 0 ? null : nowMs - back * stepMs);
          }}
        />
      </div>
      {atMs === null ? (
        <span className={classes.end}>{texts.live}</span>
      ) : (
        <button type="button" className={classes.now} onClick={() => onAt(null)}>
          {texts.live}
        </button>
      )}
      {atMs !== null && <p className={classes.about}>{texts.allFrom(words)}</p>}
    </div>
  );
}
