import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import classes from './alerts.module.css';
import { alertsTexts } from './alerts-texts.ts';
import { useIncidentActions } from './use-incident-actions.ts';

const texts = alertsTexts;

/** Writes a note into the course of an incident. */
export function NoteForm({ incidentId }: { incidentId: string }) {
  const { note } = useIncidentActions();
  const [text, setText] = useState('');
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await note(incidentId, text)) setText('');
  };
  return (
    <form className={classes.inline} onSubmit={(event) => void add(event)}>
      <div className={classes.grow}>
        <TextInput
          aria-label={texts.note}
          placeholder={texts.note}
          value={text}
          maxLength={500}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <Button type="submit" variant="default" disabled={text.trim() === ''}>
        {texts.addNote}
      </Button>
    </form>
  );
}
