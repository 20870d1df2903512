import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { LONGEST_NOTE } from '../../../../src-shared/limits/text-limits.ts';
import { useOneAtATime } from '../../../ui/forms/use-one-at-a-time.ts';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import { useIncidentActions } from '../use-incident-actions.ts';

const texts = incidentsTexts;

/** Adds a note to the timeline of an incident. */
export function NoteForm({ incidentId }: { incidentId: string }) {
  const { note } = useIncidentActions();
  const { isBusy, run } = useOneAtATime();
  const [text, setText] = useState('');
  const add = (event: FormEvent): void => {
    event.preventDefault();
    void run(async () => {
      if (await note(incidentId, text)) setText('');
    });
  };
  return (
    <form className={classes.note} onSubmit={add}>
      <div className={classes.grow}>
        <TextInput
          aria-label={texts.note}
          placeholder={texts.note}
          value={text}
          maxLength={LONGEST_NOTE}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <Button type="submit" variant="default" loading={isBusy} disabled={text.trim() === ''}>
        {texts.addNote}
      </Button>
    </form>
  );
}
