import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { spanOfDay } from '../../../../src-shared/local-day.ts';
import { MINUTE_MS } from '../../../../src-shared/milliseconds.ts';
import type { DaySum } from '../../../../src-shared/model/index.ts';
import { type DayLine, dayJobWords, dayLines } from '../../../../src-shared/text/day-words.ts';
import { LoadFailed } from '../../../api/load-failed.tsx';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { Skeleton } from '../../../ui/feedback/callout.tsx';
import { Choice } from '../../../ui/forms/choice.tsx';
import { activityTexts } from '../activity-texts.ts';
import { dayBefore, dayFieldValue } from './chosen-day.ts';
import classes from './day-summary.module.css';

const texts = activityTexts.day;
const SHOWN_JOBS = 3;

type Chosen = 'today' | 'yesterday' | 'other';
const DAYS: readonly { readonly value: Chosen; readonly text: string }[] = [
  { value: 'today', text: texts.today },
  { value: 'yesterday', text: texts.yesterday },
];

/** The sum of a day in local time, above its events. `day`: as a field for dates holds it. */
export function DaySummary(props: { day: string; nowMs: number; onDay: (day: string) => void }) {
  const { day, nowMs, onDay } = props;
  const { orpc } = usePowerHive();
  const today = dayFieldValue(nowMs);
  const yesterday = dayBefore(nowMs);
  const span = spanOfDay(day) ?? spanOfDay(today);
  const isToday = day === today;
  const input = { from: span?.fromAt ?? 0, ...(!isToday && span !== null && { to: span.toAt }) };
  const sum = useQuery(
    orpc.history.day.queryOptions({ input, refetchInterval: isToday ? MINUTE_MS : false, staleTime: 0 }),
  );
  const chosen: Chosen = isToday ? 'today' : day === yesterday ? 'yesterday' : 'other';
  return (
    <section className={classes.day} aria-label={texts.title}>
      <div className={classes.choice}>
        <Choice
          label={texts.title}
          options={DAYS}
          value={chosen}
          onChange={(value) => onDay(value === 'today' ? today : yesterday)}
        />
        <TextInput
          type="date"
          size="xs"
          aria-label={texts.choose}
          max={today}
          value={day}
          onChange={(event) => {
            // A field that is being filled in is no day yet.
            const { value } = event.currentTarget;
            if (spanOfDay(value) !== null && value <= today) onDay(value);
          }}
        />
      </div>
      {sum.data !== undefined ? (
        <Lines day={sum.data} isToday={isToday} />
      ) : sum.isError ? (
        <LoadFailed title={texts.failed} query={sum} />
      ) : (
        <Skeleton rows={5} label={texts.loading} />
      )}
    </section>
  );
}

function Lines({ day, isToday }: { day: DaySum; isToday: boolean }) {
  return (
    <dl className={classes.lines}>
      {dayLines(day).map((line) => (
        <Line key={line.about} line={line} day={day} isToday={isToday} />
      ))}
    </dl>
  );
}

function Line({ line: { about, label, text }, day, isToday }: { line: DayLine; day: DaySum; isToday: boolean }) {
  const { latest } = day.jobs;
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {text}
        {about === 'problems' && isToday && day.problems.open_at_end > 0 && (
          <>
            {' · '}
            <Link href="/incidents" className={classes.link}>
              {texts.showOpen}
            </Link>
          </>
        )}
        {about === 'jobs' && latest.length > 0 && (
          <ul className={classes.jobs}>
            {latest.slice(0, SHOWN_JOBS).map((job) => (
              <li key={job.job_id}>
                <Link href={`/jobs/${job.job_id}`} className={classes.link}>
                  {dayJobWords(job)}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </dd>
    </>
  );
}
