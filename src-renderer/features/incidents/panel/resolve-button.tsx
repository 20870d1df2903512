import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { LONGEST_NOTE } from '../../../../src-shared/limits/text-limits.ts';
import type { Incident } from '../../../../src-shared/model/index.ts';
import { useOneAtATime } from '../../../ui/forms/use-one-at-a-time.ts';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import { rulesTexts } from '../rules/rules-texts.ts';
import { useIncidentActions } from '../use-incident-actions.ts';

const texts = incidentsTexts;

/** Resolves an incident manually, with a comment. */
export function ResolveButton({ incident }: { incident: Incident }) {
  const { resolve } = useIncidentActions();
  const { isBusy, run } = useOneAtATime();
  const [isOpen, setOpen] = useState(false);
  const [comment, setComment] = useState('');
  const close = (): void => setOpen(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(() => resolve(incident.incident_id, comment)).then(close);
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {texts.resolve}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={texts.resolveTitle(incident.title)}
        transitionProps={{ duration: 0 }}
        closeButtonProps={{ 'aria-label': rulesTexts.editor.close }}
      >
        <form className={classes.form} onSubmit={submit}>
          <p className={classes.quiet}>{texts.resolveAbout}</p>
          <TextInput
            label={texts.comment}
            value={comment}
            maxLength={LONGEST_NOTE}
            data-autofocus
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <div className={classes.buttons}>
            <Button variant="default" onClick={close}>
              {rulesTexts.editor.cancel}
            </Button>
            <Button type="submit" loading={isBusy}>
              {texts.resolve}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
