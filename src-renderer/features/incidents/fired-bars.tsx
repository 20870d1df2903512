import { countText } from '../../../src-shared/count-text.ts';
import { firedByDay } from './fired-by-day.ts';
import classes from './incidents.module.css';
import { incidentsTexts } from './incidents-texts.ts';

const texts = incidentsTexts.editor;
const dayName = new Intl.DateTimeFormat('en', { weekday: 'short' });

/** How often a rule would have fired on each of the last days in local time, today last. */
export function FiredBars({ firedAt, days, nowMs }: { firedAt: readonly number[]; days: number; nowMs: number }) {
  const counts = firedByDay(firedAt, days, nowMs).map(({ atMs, times }, i, all) => ({
    day: i === all.length - 1 ? texts.today : dayName.format(atMs),
    times,
  }));
  const most = Math.max(1, ...counts.map(({ times }) => times));
  const label = counts.map(({ day, times }) => `${day} ${countText(times, 'time')}`).join(', ');
  return (
    <div className={classes.bars} role="img" aria-label={texts.firedByDay(label)}>
      {counts.map(({ day, times }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place in the week
        <span key={i} className={classes.dayBar} title={`${day}: ${countText(times, 'time')}`}>
          <span className={classes.barRoom}>
            <span className={classes.fill} style={{ height: `${(times / most) * 100}%` }} />
          </span>
          {day}
        </span>
      ))}
    </div>
  );
}
