import { Checkbox, TextInput } from '@mantine/core';
import { hasTrait } from '../../../../src-shared/actions/action-traits.ts';
import type { JobOrder, JobPlan, JobRules } from '../../../../src-shared/model/index.ts';
import { ACTION_BOUNDS, MOST_SPREAD_MINUTES } from '../../../../src-shared/setting-defaults/job-waves-and-starts.ts';
import { Choice } from '../../../ui/forms/choice.tsx';
import { dateFieldValue, nextFullHour } from '../../../ui/forms/date-field.ts';
import { MinutesField, minutesUpTo } from '../../../ui/forms/minutes-field.tsx';
import { NumberField } from '../../../ui/forms/number-field.tsx';
import { isOutside } from '../../../ui/forms/typed-number.ts';
import { clockTime } from '../../../ui/times.ts';
import { shownNowMs } from '../../../ui/use-now.ts';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';
import { BY_HAND, type PauseEndChoice, PauseEndFields, pauseEndOrder } from './pause-end-fields.tsx';
import { isUnproven } from './plan-words.ts';
import { type FirstRules, provesFirst, rulesToProveFirst } from './prove-first.ts';

const texts = jobsTexts.how;
const SPREAD = minutesUpTo(MOST_SPREAD_MINUTES);

const WAVES = ['first_wave', 'second_wave', 'third_wave_percent', 'third_wave_most', 'wave_most'] as const;
const STOPS = ['stop_wave_failed_percent', 'stop_total_failed_percent'] as const;

/** How a job is run, as far as it differs from the settings. */
export interface How {
  readonly rules: Partial<JobRules>;
  readonly when: 'now' | 'at' | 'spread';
  /** The value of the date field; empty if none is chosen. */
  readonly at: string;
  readonly minutes: number;
  /** When the miners of a pause are resumed. */
  readonly end: PauseEndChoice;
}
export const AS_USUAL: How = { rules: {}, when: 'now', at: '', minutes: 30, end: BY_HAND };

/** The part of it for an order; null if the start time is missing or a number is out of bounds. */
export function howOrder({
  rules,
  when,
  at,
  minutes,
  end,
}: How): Pick<JobOrder, 'rules' | 'start_at' | 'spread_minutes' | 'resume_at' | 'resume_after_minutes'> | null {
  const numbers = [...WAVES, ...STOPS].filter((key) => rules[key] !== undefined);
  if (numbers.some((key) => isOutside(rules[key] ?? null, { ...ACTION_BOUNDS[key], whole: true }))) return null;
  const resume = pauseEndOrder(end);
  if (resume === null) return null;
  const own = { ...(Object.keys(rules).length > 0 && { rules }), ...resume };
  if (when === 'now') return own;
  if (when === 'spread') return isOutside(minutes, SPREAD) ? null : { ...own, spread_minutes: minutes };
  const start_at = Date.parse(at);
  return Number.isNaN(start_at) ? null : { ...own, start_at };
}

/** The date field begins with a time that may be meant. */
function withTime(how: How): How {
  return how.when === 'at' && how.at === '' ? { ...how, at: dateFieldValue(nextFullHour(shownNowMs())) } : how;
}

type RuleNumber = Exclude<keyof JobRules, 'next_wave_when'>;

/** Waves, stop limits and start time of this job. */
export function WavesAndStartFields(props: { plan: JobPlan; how: How; onHow: (how: How) => void }) {
  const { plan, how, onHow } = props;
  const { action, rules } = plan;
  const number = (key: RuleNumber) => (
    <NumberField
      key={key}
      label={texts.rules[key]}
      min={ACTION_BOUNDS[key].least}
      max={ACTION_BOUNDS[key].most}
      suffix={key.endsWith('percent') ? ' %' : ''}
      allowDecimal={false}
      value={how.rules[key] ?? rules?.[key] ?? null}
      onNumber={(value) => {
        const { [key]: _, ...others } = how.rules;
        onHow({ ...how, rules: value !== null ? { ...others, [key]: value } : others });
      }}
    />
  );
  return (
    <div className={classes.how}>
      <div className={classes.when}>
        <span>{texts.when}</span>
        <Choice
          label={texts.when}
          value={how.when}
          onChange={(when) => onHow(withTime({ ...how, when }))}
          options={[
            { value: 'now', text: texts.now },
            { value: 'at', text: texts.at },
            { value: 'spread', text: texts.spread },
          ]}
        />
      </div>
      {how.when === 'at' && (
        <TextInput
          type="datetime-local"
          label={texts.moment}
          description={how.at === '' ? texts.needsTime : texts.momentAbout}
          value={how.at}
          onChange={(event) => onHow({ ...how, at: event.currentTarget.value })}
        />
      )}
      {how.when === 'spread' && (
        <MinutesField
          label={texts.minutes}
          bounds={SPREAD}
          value={how.minutes}
          onMinutes={(minutes) => minutes !== null && onHow({ ...how, minutes })}
        />
      )}
      {action === 'pause' && (
        <PauseEndFields
          choice={how.end}
          onChoice={(end) => onHow({ ...how, end })}
          note={endNote(plan, how)}
          startAt={howOrder({ ...how, end: BY_HAND })?.start_at}
        />
      )}
      {rules !== null && hasTrait(action, 'proven') && plan.planned.length > 1 && (
        <ProveFirst
          isForced={isUnproven(plan)}
          rules={{ ...rules, ...how.rules }}
          onRules={(own) => onHow({ ...how, rules: { ...how.rules, ...own } })}
        />
      )}
      {rules !== null && plan.planned.length > 1 && (
        <details>
          <summary>{texts.waves}</summary>
          {hasTrait(action, 'proven') && (
            <div className={classes.when}>
              <span>{texts.nextWave}</span>
              <Choice
                label={texts.nextWave}
                value={how.rules.next_wave_when ?? rules.next_wave_when}
                onChange={(next_wave_when) => onHow({ ...how, rules: { ...how.rules, next_wave_when } })}
                options={[
                  { value: 'in_force', text: texts.inForce },
                  { value: 'first_proven', text: texts.firstProven },
                  { value: 'proven', text: texts.proven },
                ]}
              />
            </div>
          )}
          <div className={classes.numbers}>{WAVES.map(number)}</div>
          <div className={classes.numbers}>{STOPS.map(number)}</div>
        </details>
      )}
    </div>
  );
}

/** What the chosen end of a pause means, by the plan; null until that is there. */
function endNote({ resume_at }: JobPlan, { end }: How): string | null {
  const texts = jobsTexts.pauseEnd;
  if (end.when === 'by_hand') return texts.byHandAbout;
  return resume_at == null ? null : texts.about(clockTime(resume_at, shownNowMs()));
}

/** Whether one miner goes first, and the others wait until it is proven. */
function ProveFirst(props: { isForced: boolean; rules: FirstRules; onRules: (rules: Partial<FirstRules>) => void }) {
  const { isForced, rules, onRules } = props;
  return (
    <Checkbox
      label={texts.proveFirst}
      description={isForced ? texts.neverProven : texts.proveFirstAbout}
      checked={isForced || provesFirst(rules)}
      disabled={isForced}
      onChange={(event) => onRules(rulesToProveFirst(event.currentTarget.checked, rules))}
    />
  );
}
