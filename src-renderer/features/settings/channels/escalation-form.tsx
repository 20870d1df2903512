import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { Escalation } from '../../../../src-shared/model/index.ts';
import { useSaveSettings } from '../../../api/use-settings.ts';
import { useDraft } from '../../../ui/forms/use-draft.ts';
import { draftOf, EscalationFields, escalationOf } from '../../incidents/rules/escalation-fields.tsx';
import classes from '../parts/settings-form.module.css';
import { channelsTexts } from './channels-texts.ts';

const texts = channelsTexts.escalation;

/** The default recipients of unacknowledged critical problems, if their rule names none. */
export function EscalationForm({ escalation }: { escalation: Escalation | null }) {
  const kept = useMemo(() => draftOf(escalation), [escalation]);
  const { value: draft, set, saved } = useDraft(kept);
  const save = useSaveSettings();
  const next = escalationOf(draft, escalation);
  return (
    <form
      className={`${classes.form} ${classes.below}`}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ notifications: { escalation: next } }, { onSuccess: () => saved(draft) });
      }}
    >
      <p className={classes.quiet}>{texts.about}</p>
      <EscalationFields value={draft} onChange={set} placeholder={texts.nobody} />
      <Button
        type="submit"
        variant="default"
        className={classes.save}
        disabled={JSON.stringify(next) === JSON.stringify(escalation)}
        loading={save.isPending}
      >
        {texts.save}
      </Button>
    </form>
  );
}
