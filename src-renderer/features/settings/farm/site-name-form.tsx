import { Button, TextInput } from '@mantine/core';
import { LONGEST_SITE_NAME } from '../../../../src-shared/limits/text-limits.ts';
import type { Settings } from '../../../../src-shared/model/index.ts';
import { useSaveSettings } from '../../../api/use-settings.ts';
import { useUnsaved } from '../../../ui/forms/unsaved.ts';
import { useDraft } from '../../../ui/forms/use-draft.ts';
import { RichText } from '../../../ui/rich-text.tsx';
import classes from '../parts/settings-form.module.css';
import { farmSettingsTexts } from './farm-settings-texts.ts';

const texts = farmSettingsTexts.site;

/** The name of this farm where several are listed. */
export function SiteNameForm({ site }: { site: Settings['site'] }) {
  const draft = useDraft(site.name ?? '');
  const text = draft.value;
  const save = useSaveSettings();
  const name = text.trim() === '' ? null : text.trim();
  useUnsaved(name !== site.name);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ site: { name } }, { onSuccess: () => draft.saved(text) });
      }}
    >
      <TextInput
        label={texts.label}
        placeholder={texts.placeholder}
        maxLength={LONGEST_SITE_NAME}
        value={text}
        onChange={(event) => draft.set(event.currentTarget.value)}
      />
      {site.id !== null && (
        <p className={classes.quiet}>
          <RichText text={texts.id(site.id)} />
        </p>
      )}
      <Button type="submit" className={classes.save} disabled={name === site.name} loading={save.isPending}>
        {texts.save}
      </Button>
    </form>
  );
}
