import { MOST_ESCALATION_MINUTES } from '../../../../src-shared/limits/rule-limits.ts';
import type { Escalation } from '../../../../src-shared/model/index.ts';
import { MinutesField, minutesUpTo } from '../../../ui/forms/minutes-field.tsx';
import classes from '../incidents.module.css';
import { ChannelSelect } from './channel-select.tsx';
import { rulesTexts } from './rules-texts.ts';

const texts = rulesTexts.escalation;
const MINUTES_BY_DEFAULT = 15;
const BOUNDS = minutesUpTo(MOST_ESCALATION_MINUTES);

/** The content of the fields. Without a channel there is no escalation. */
export interface EscalationDraft {
  readonly minutes: number;
  readonly channels: readonly string[];
}

export function draftOf(escalation: Escalation | null): EscalationDraft {
  return escalation === null
    ? { minutes: MINUTES_BY_DEFAULT, channels: [] }
    : { minutes: Math.round(escalation.after_seconds / 60), channels: escalation.channels };
}

/** The escalation to save. A time that was not edited keeps its seconds. */
export function escalationOf({ minutes, channels }: EscalationDraft, kept: Escalation | null): Escalation | null {
  const shown = draftOf(kept);
  if (minutes === shown.minutes && kept !== null && channels.length > 0) {
    return { ...kept, channels: [...channels] };
  }
  return channels.length === 0 ? null : { after_seconds: Math.round(minutes * 60), channels: [...channels] };
}

/** Which other channels are notified if nobody acknowledges, and after what time. */
export function EscalationFields(props: {
  value: EscalationDraft;
  onChange: (draft: EscalationDraft) => void;
  /** Text for no channel, which says what applies then. */
  placeholder?: string;
}) {
  const { value, onChange, placeholder = texts.asSettings } = props;
  return (
    <div className={classes.pair}>
      <ChannelSelect
        label={texts.channels}
        placeholder={placeholder}
        chosen={value.channels}
        onChosen={(channels) => onChange({ ...value, channels })}
      />
      <MinutesField
        label={texts.after}
        bounds={BOUNDS}
        value={value.minutes}
        onMinutes={(minutes) => minutes !== null && onChange({ ...value, minutes })}
      />
    </div>
  );
}
