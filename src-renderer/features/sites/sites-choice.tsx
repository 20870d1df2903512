import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { toastDone, toastFailure } from '../../ui/toast.tsx';
import { SITE_MARKS } from './site-marks.ts';
import classes from './sites.module.css';
import { sitesTexts as texts } from './sites-texts.ts';
import { useSites } from './use-sites.ts';

/** The other sites, and one more. */
export function SitesChoice() {
  const { client, queries, orpc } = usePowerHive();
  const sites = useSites();
  const change = async (work: () => Promise<unknown>, done: string | null): Promise<boolean> => {
    try {
      await work();
      await queries.invalidateQueries({ queryKey: orpc.sites.list.queryKey() });
      if (done !== null) toastDone(done);
      return true;
    } catch (error) {
      toastFailure(texts.failed, callErrorMessage(error));
      return false;
    }
  };
  return (
    <div className={classes.choice}>
      {sites.length > 0 && (
        <ul className={classes.list}>
          {sites.map(({ id, name, url, enabled, source, state }) => (
            <li key={id}>
              <StateMark {...SITE_MARKS[state.phase]} />
              <div>
                <strong>{name}</strong> <span className={classes.dim}>{url}</span>
                <div className={classes.dim}>{state.error ?? texts.phases[state.phase]}</div>
              </div>
              {source === 'config' ? (
                <span className={classes.dim}>{texts.configured}</span>
              ) : (
                <div className={classes.actions}>
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() =>
                      void change(() => client.sites.update({ params: { id }, body: { enabled: !enabled } }), null)
                    }
                  >
                    {enabled ? texts.switchOff : texts.switchOn}
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() => void change(() => client.sites.remove({ id }), texts.removed(name))}
                  >
                    {texts.remove}
                  </Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <NewSite onAdd={(site) => change(() => client.sites.add(site), texts.added(site.name))} />
    </div>
  );
}

const EMPTY = { name: '', url: '', token: '' };

function NewSite({ onAdd }: { onAdd: (site: typeof EMPTY) => Promise<boolean> }) {
  const [site, setSite] = useState(EMPTY);
  const isWhole = Object.values(site).every((text) => text.trim() !== '');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await onAdd(site)) setSite(EMPTY);
  };
  const set = (key: keyof typeof EMPTY) => (event: { currentTarget: { value: string } }) =>
    setSite({ ...site, [key]: event.currentTarget.value });
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <TextInput label={texts.name} placeholder={texts.namePlaceholder} value={site.name} onChange={set('name')} />
      <TextInput label={texts.url} placeholder={texts.urlPlaceholder} value={site.url} onChange={set('url')} />
      <PasswordInput
        label={texts.token}
        description={texts.tokenAbout}
        autoComplete="off"
        value={site.token}
        onChange={set('token')}
      />
      <Button type="submit" variant="default" disabled={!isWhole}>
        {texts.add}
      </Button>
    </form>
  );
}
