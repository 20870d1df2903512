import { NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Destination, DestinationKind } from '../../../../src-shared/model/index.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { Dialog } from '../../../ui/forms/dialog.tsx';
import { cardTexts } from '../parts/card-texts.ts';
import classes from '../parts/cards.module.css';
import { type FormRefusal, messageAt, refusalOf, unplacedMessage } from '../parts/refusal-of.ts';
import { SettingSwitch } from '../parts/setting-switch.tsx';
import { FormEnd } from '../parts/settings-card.tsx';
import {
  type DestinationValues,
  initialValues,
  losesSecret,
  newDestination,
  patchOf,
  SAMPLE_SECONDS,
  type Since,
} from './destination-fields.ts';
import { destinationsTexts as texts } from './destinations-texts.ts';

const PLACED: ReadonlySet<string> = new Set(['name', 'url', 'user', 'secret', 'max_kbytes_per_s']);

const SINCE_NEW = (['none', 'day', 'week', 'quarter'] as const).map((value) => ({
  value,
  label: texts.sinceOptions[value],
}));
const SINCE_AGAIN = [
  { value: 'keep', label: texts.sinceOptions.keep },
  ...(['day', 'week', 'quarter'] as const).map((value) => ({ value, label: texts.sinceAgain[value] })),
];

/** Adds or changes a destination. Its secret can be entered but is never shown. */
export function DestinationForm(props: {
  kind: DestinationKind;
  destination: Destination | null;
  onClose: () => void;
  onSaved: () => void;
}) {
  const { kind, destination, onClose, onSaved } = props;
  const { client } = usePowerHive();
  const [values, setValues] = useState(() => initialValues(destination, texts.kinds[kind]));
  const [isSaving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<FormRefusal | null>(null);
  const set = (change: Partial<DestinationValues>): void => setValues({ ...values, ...change });
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSaving(true);
    try {
      if (destination === null) await client.destinations.create(newDestination(kind, values, Date.now()));
      else await client.destinations.update({ params: { id: destination.id }, body: patchOf(values, Date.now()) });
      onSaved();
    } catch (error) {
      setRefusal(refusalOf(error));
      setSaving(false);
    }
  };
  const at = (path: string): string | null => messageAt(refusal, path);
  const isKept = destination?.has_secret === true && !losesSecret(destination, values);
  return (
    <Dialog
      title={destination === null ? texts.addTitle(texts.kinds[kind]) : texts.editTitle(destination.name)}
      size={480}
      onClose={onClose}
    >
      <form className={classes.form} onSubmit={(event) => void save(event)} noValidate>
        <p className={classes.quiet}>{texts.kindAbout[kind]}</p>
        <TextInput
          label={texts.name}
          value={values.name}
          error={at('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={texts.url}
          value={values.url}
          placeholder={texts.urlPlaceholder[kind]}
          spellCheck={false}
          error={at('url')}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
        <div className={classes.pair}>
          <TextInput
            label={texts.user[kind]}
            value={values.user}
            autoComplete="off"
            spellCheck={false}
            error={at('user')}
            onChange={(event) => set({ user: event.currentTarget.value })}
          />
          <PasswordInput
            label={kind === 'postgres' || values.user.trim() !== '' ? texts.password : texts.token}
            value={values.secret}
            autoComplete="new-password"
            placeholder={isKept ? cardTexts.secretKept : ''}
            error={at('secret')}
            onChange={(event) => set({ secret: event.currentTarget.value })}
          />
        </div>
        {losesSecret(destination, values) && values.secret === '' && (
          <p className={classes.wrong}>{texts.secretAgain}</p>
        )}
        <div className={classes.pair}>
          <Select
            label={texts.sample[kind]}
            data={samplesWith(values.sampleSeconds)}
            value={String(values.sampleSeconds)}
            allowDeselect={false}
            onChange={(value) => value !== null && set({ sampleSeconds: Number(value) })}
          />
          <NumberInput
            label={texts.limit}
            value={values.limit}
            allowDecimal={false}
            allowNegative={false}
            hideControls
            error={at('max_kbytes_per_s')}
            onChange={(value) => set({ limit: String(value) })}
          />
        </div>
        <Select
          label={texts.since}
          data={destination === null ? SINCE_NEW : SINCE_AGAIN}
          value={values.since}
          allowDeselect={false}
          onChange={(value) => value !== null && set({ since: value as Since })}
        />
        <SettingSwitch label={texts.on} on={values.enabled} onChange={(enabled) => set({ enabled })} />
        <FormEnd save={texts.save} saving={isSaving} error={unplacedMessage(refusal, PLACED)} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/** The usual choices, and the current value. */
function samplesWith(seconds: number): { value: string; label: string }[] {
  return [...new Set([...SAMPLE_SECONDS, seconds])]
    .sort((a, b) => a - b)
    .map((value) => ({ value: String(value), label: texts.seconds(value) }));
}
