import { countText } from '../../../src-shared/count-text.ts';
import classes from './alerts.module.css';
import { alertsTexts } from './alerts-texts.ts';

const texts = alertsTexts.editor;
const DAY_MS = 86_400_000;
const dayName = new Intl.DateTimeFormat('en', { weekday: 'short' });

/** How often a rule would have fired on each of the last days, the latest last. */
export function FiredBars({ firedAt, days, nowMs }: { firedAt: readonly number[]; days: number; nowMs: number }) {
  const counts = Array.from({ length: days }, (_, i) => {
    const ago = days - 1 - i;
    const atMs = nowMs - ago * DAY_MS;
    return {
      day: dayName.format(atMs),
      times: firedAt.filter((at) => Math.floor((nowMs - at) / DAY_MS) === ago).length,
    };
  });
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
