import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { QuietHours } from '../../../../src-shared/model/index.ts';
import { useSaveSettings } from '../../../api/use-settings.ts';
import { useUnsaved } from '../../../ui/forms/unsaved.ts';
import classes from '../parts/settings-form.module.css';
import { settingsTexts } from '../settings-texts.ts';
import { quietHoursWords } from './quiet-hours-words.ts';

const texts = settingsTexts.notifications;

/** From when to when nothing is sent, by the clock of this computer. */
export function QuietHoursForm({ quiet }: { quiet: QuietHours }) {
  const [{ from, to }, setHours] = useState(quiet);
  const save = useSaveSettings();
  // A time that is not whole is the empty text.
  const whole = from !== '' && to !== '';
  const changed = from !== quiet.from || to !== quiet.to;
  useUnsaved(changed);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ notifications: { quiet_hours: { from, to } } });
      }}
    >
      <div className={classes.fields}>
        <TextInput
          type="time"
          label={texts.from}
          value={from}
          onChange={(event) => setHours({ from: event.currentTarget.value, to })}
        />
        <TextInput
          type="time"
          label={texts.until}
          value={to}
          onChange={(event) => setHours({ from, to: event.currentTarget.value })}
        />
      </div>
      <p className={classes.quiet} role="status">
        {whole ? quietHoursWords({ from, to }) : texts.bothTimes}
      </p>
      <Button type="submit" className={classes.save} disabled={!whole || !changed} loading={save.isPending}>
        {texts.save}
      </Button>
    </form>
  );
}
