import { PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { RemoteSite } from '../../../src-shared/model/index.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { Dialog } from '../../ui/forms/dialog.tsx';
import { cardTexts } from '../settings/parts/card-texts.ts';
import classes from '../settings/parts/cards.module.css';
import { type FormRefusal, messageAt, refusalOf, unplacedMessage } from '../settings/parts/refusal-of.ts';
import { FormEnd } from '../settings/parts/settings-card.tsx';
import { sitesTexts as texts } from './sites-texts.ts';

/** Adds or changes a site. Its token can be entered but is never shown. */
export function SiteForm({
  site,
  onClose,
  onSaved,
}: {
  site: RemoteSite | null;
  onClose: () => void;
  onSaved: () => void;
}) {
  const { client } = usePowerHive();
  const [values, setValues] = useState({ name: site?.name ?? '', url: site?.url ?? '', token: '' });
  const [isSaving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<FormRefusal | null>(null);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSaving(true);
    const name = values.name.trim();
    const url = values.url.trim();
    const token = values.token.trim();
    try {
      if (site === null) await client.sites.add({ name, url, token });
      else await client.sites.update({ params: { id: site.id }, body: { name, url, ...(token !== '' && { token }) } });
      onSaved();
    } catch (error) {
      setRefusal(refusalOf(error));
      setSaving(false);
    }
  };
  const at = (path: keyof typeof values): string | null => messageAt(refusal, path);
  const set = (key: keyof typeof values) => (event: { currentTarget: { value: string } }) =>
    setValues({ ...values, [key]: event.currentTarget.value });
  return (
    <Dialog title={site === null ? texts.addTitle : texts.editTitle(site.name)} size={480} onClose={onClose}>
      <form className={classes.form} onSubmit={(event) => void save(event)} noValidate>
        <TextInput
          label={texts.name}
          placeholder={texts.namePlaceholder}
          value={values.name}
          error={at('name')}
          onChange={set('name')}
        />
        <TextInput
          label={texts.url}
          description={texts.urlAbout}
          placeholder={texts.urlPlaceholder}
          spellCheck={false}
          value={values.url}
          error={at('url')}
          onChange={set('url')}
        />
        <PasswordInput
          label={texts.token}
          description={texts.tokenAbout}
          autoComplete="new-password"
          placeholder={site === null ? '' : cardTexts.secretKept}
          value={values.token}
          error={at('token')}
          onChange={set('token')}
        />
        <FormEnd
          save={texts.save}
          saving={isSaving}
          error={unplacedMessage(refusal, new Set(Object.keys(values)))}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
