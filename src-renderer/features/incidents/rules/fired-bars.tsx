import { countText } from '../../../../src-shared/text/count-text.ts';
import classes from '../incidents.module.css';
import { firedByDay } from './fired-by-day.ts';
import { rulesTexts } from './rules-texts.ts';

const texts = rulesTexts.editor;
const weekday = new Intl.DateTimeFormat('en', { weekday: 'short' });
const date = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });
/** Up to so many days each bar has room for its day; of more, one a week is named. */
const NAMED_EACH = 8;
const WEEK = 7;

/** How often a rule would have fired on each of the last days in local time, today last. */
export function FiredBars({ firedAt, days, nowMs }: { firedAt: readonly number[]; days: number; nowMs: number }) {
  const byDay = firedByDay(firedAt, days, nowMs);
  const isLong = byDay.length > NAMED_EACH;
  const format = isLong ? date : weekday;
  const last = byDay.length - 1;
  const counts = byDay.map(({ atMs, times }, i) => ({
    atMs,
    day: i === last ? texts.today : format.format(atMs),
    times,
  }));
  const most = Math.max(1, ...counts.map(({ times }) => times));
  const label = counts.map(({ day, times }) => `${day} ${countText(times, 'time')}`).join(', ');
  return (
    <div className={isLong ? classes.narrowBars : classes.bars} role="img" aria-label={texts.firedByDay(label)}>
      {counts.map(({ atMs, day, times }, i) => (
        <span key={atMs} className={classes.dayBar} title={`${day}: ${countText(times, 'time')}`}>
          <span className={classes.barRoom}>
            <span className={classes.fill} style={{ height: `${(times / most) * 100}%` }} />
          </span>
          <span className={classes.dayName}>{isLong && (last - i) % WEEK !== 0 ? '' : day}</span>
        </span>
      ))}
    </div>
  );
}
