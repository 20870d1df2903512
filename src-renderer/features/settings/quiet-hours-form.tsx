import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { QuietHours } from '../../../src-shared/model/index.ts';
import { useSaveSettings } from '../../api/use-settings.ts';
import { quietHoursWords } from './quiet-hours-words.ts';
import classes from './settings-form.module.css';

/** From when to when nobody is called, by the clock of this computer. */
export function QuietHoursForm({ quiet }: { quiet: QuietHours }) {
  const [{ from, to }, setHours] = useState(quiet);
  const save = useSaveSettings();
  // A time that is not whole is the empty text.
  const whole = from !== '' && to !== '';
  const changed = from !== quiet.from || to !== quiet.to;
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
          label="Quiet from"
          value={from}
          onChange={(event) => setHours({ from: event.currentTarget.value, to })}
        />
        <TextInput
          type="time"
          label="Quiet until"
          value={to}
          onChange={(event) => setHours({ from, to: event.currentTarget.value })}
        />
      </div>
      <p className={classes.quiet} role="status">
        {whole ? quietHoursWords({ from, to }) : 'Give both times.'}
      </p>
      <Button type="submit" className={classes.save} disabled={!whole || !changed} loading={save.isPending}>
        Save quiet hours
      </Button>
    </form>
  );
}
