import { Button, TextInput } from '@mantine/core';
import type { QuietHours } from '../../../../src-shared/model/index.ts';
import { useSaveSettings } from '../../../api/use-settings.ts';
import { useUnsaved } from '../../../ui/forms/unsaved.ts';
import { useDraft } from '../../../ui/forms/use-draft.ts';
import classes from '../parts/settings-form.module.css';
import { notificationsTexts } from './notifications-texts.ts';
import { quietHoursWords } from './quiet-hours-words.ts';
import { leastOf, QuietSeverity } from './quiet-severity.tsx';

const texts = notificationsTexts.notifications;

/** The hours in which nothing is sent, in local time. */
export function QuietHoursForm({ quiet }: { quiet: QuietHours }) {
  const { value: hours, set: setHours, saved } = useDraft(quiet);
  const { from, to } = hours;
  const save = useSaveSettings();
  // An incomplete time is an empty text.
  const whole = from !== '' && to !== '';
  const changed = from !== quiet.from || to !== quiet.to || leastOf(hours) !== leastOf(quiet);
  useUnsaved(changed);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ notifications: { quiet_hours: hours } }, { onSuccess: () => saved(hours) });
      }}
    >
      <div className={classes.fields}>
        <TextInput
          type="time"
          label={texts.from}
          value={from}
          onChange={(event) => setHours({ ...hours, from: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label={texts.until}
          value={to}
          onChange={(event) => setHours({ ...hours, to: event.currentTarget.value })}
        />
      </div>
      <QuietSeverity label={texts.through} quiet={hours} onChange={setHours} />
      <p className={classes.quiet} role="status">
        {whole ? quietHoursWords(hours) : texts.bothTimes}
      </p>
      <Button type="submit" className={classes.save} disabled={!whole || !changed} loading={save.isPending}>
        {texts.save}
      </Button>
    </form>
  );
}
