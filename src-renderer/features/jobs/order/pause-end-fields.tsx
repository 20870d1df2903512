import { TextInput } from '@mantine/core';
import { MOST_PAUSE_MINUTES } from '../../../../src-shared/limits/pause-minutes.ts';
import { MINUTE_MS } from '../../../../src-shared/milliseconds.ts';
import type { JobOrder } from '../../../../src-shared/model/index.ts';
import { Choice } from '../../../ui/forms/choice.tsx';
import { dateFieldValue } from '../../../ui/forms/date-field.ts';
import { MinutesField, minutesUpTo } from '../../../ui/forms/minutes-field.tsx';
import { isOutside } from '../../../ui/forms/typed-number.ts';
import { clockTime } from '../../../ui/times.ts';
import { uiTexts } from '../../../ui/ui-texts.ts';
import { shownNowMs } from '../../../ui/use-now.ts';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';

const texts = jobsTexts.pauseEnd;

/** Minutes of the durations that are offered. */
const MINUTES = { ten_minutes: 10, half_hour: 30, hour: 60, four_hours: 240 } as const;

const BOUNDS = minutesUpTo(MOST_PAUSE_MINUTES);

/** When the miners of a pause are resumed, as it is chosen. */
export interface PauseEndChoice {
  readonly when: 'by_hand' | keyof typeof MINUTES | 'minutes' | 'at';
  /** The own number of minutes; null if none is typed. */
  readonly minutes: number | null;
  /** The value of the date field; empty if none is chosen. */
  readonly at: string;
}
export const BY_HAND: PauseEndChoice = { when: 'by_hand', minutes: 20, at: '' };

/** The end of a pause as it is, to be changed. */
export function chosenEnd(atMs: number): PauseEndChoice {
  return { ...BY_HAND, when: 'at', at: dateFieldValue(atMs) };
}

/** The part of it for an order; null if the time is missing. */
export function pauseEndOrder({
  when,
  minutes,
  at,
}: PauseEndChoice): Pick<JobOrder, 'resume_at' | 'resume_after_minutes'> | null {
  if (when === 'by_hand') return {};
  if (when === 'minutes') {
    return minutes === null || isOutside(minutes, BOUNDS) ? null : { resume_after_minutes: minutes };
  }
  if (when !== 'at') return { resume_after_minutes: MINUTES[when] };
  const resume_at = Date.parse(at);
  return Number.isNaN(resume_at) ? null : { resume_at };
}

/** `for 1 h`, `until 14:30`; empty if the miners stay paused. */
export function pauseEndWords(choice: PauseEndChoice): string {
  const { when, minutes } = choice;
  if (when === 'minutes') return minutes === null ? '' : texts.for(`${minutes}${uiTexts.minutesUnit}`);
  if (when !== 'by_hand' && when !== 'at') return texts.for(texts.durations[when]);
  const resumeAt = pauseEndOrder(choice)?.resume_at;
  return resumeAt === undefined ? '' : texts.until(clockTime(resumeAt, shownNowMs()));
}

/** The date field begins with the end that was chosen by its duration, from the beginning of the pause. */
function choose(choice: PauseEndChoice, when: PauseEndChoice['when'], fromMs: number): PauseEndChoice {
  if (when !== 'at' || choice.at !== '') return { ...choice, when };
  const minutes = pauseEndOrder(choice)?.resume_after_minutes ?? MINUTES.hour;
  return { ...chosenEnd(fromMs + minutes * MINUTE_MS), minutes: choice.minutes };
}

/** How long miners are paused. `note`: what that means. */
export function PauseEndFields(props: {
  choice: PauseEndChoice;
  onChoice: (choice: PauseEndChoice) => void;
  note: string | null;
  /** When the pause begins; now if it is not given. */
  startAt?: number | undefined;
  /** Without the choice that nobody resumes them. */
  isNeeded?: boolean;
}) {
  const { choice, onChoice, note } = props;
  const missing = choice.when === 'minutes' ? texts.needsMinutes : texts.needsTime;
  return (
    <>
      <div className={classes.when}>
        <span>{texts.label}</span>
        <Choice
          label={texts.label}
          value={choice.when}
          onChange={(when) => onChoice(choose(choice, when, props.startAt ?? shownNowMs()))}
          options={[
            ...(props.isNeeded === true ? [] : [{ value: 'by_hand' as const, text: texts.byHand }]),
            { value: 'ten_minutes', text: texts.durations.ten_minutes },
            { value: 'half_hour', text: texts.durations.half_hour },
            { value: 'hour', text: texts.durations.hour },
            { value: 'four_hours', text: texts.durations.four_hours },
            { value: 'minutes', text: texts.forMinutes },
            { value: 'at', text: texts.atTime },
          ]}
        />
      </div>
      {choice.when === 'minutes' && (
        <MinutesField
          label={texts.minutes}
          bounds={BOUNDS}
          value={choice.minutes}
          onMinutes={(minutes) => onChoice({ ...choice, minutes })}
        />
      )}
      {choice.when === 'at' && (
        <TextInput
          type="datetime-local"
          label={texts.moment}
          value={choice.at}
          onChange={(event) => onChoice({ ...choice, at: event.currentTarget.value })}
        />
      )}
      <p className={classes.quiet}>{pauseEndOrder(choice) === null ? missing : note}</p>
    </>
  );
}
