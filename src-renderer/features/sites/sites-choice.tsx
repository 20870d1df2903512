import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { RemoteSite } from '../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { wantedForm } from '../../api/wanted-section.ts';
import { toastFailure } from '../../ui/feedback/toast.tsx';
import { ago } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import { cardTexts } from '../settings/parts/card-texts.ts';
import classes from '../settings/parts/cards.module.css';
import { CardAction, CardStatus, RemoveQuestion, SettingsCard } from '../settings/parts/settings-card.tsx';
import { SiteForm } from './site-form.tsx';
import { notWatching } from './site-marks.ts';
import { siteClockWords } from './site-words.ts';
import { sitesTexts as texts } from './sites-texts.ts';
import { useSites } from './use-sites.ts';

const DOTS = {
  live: 'ok',
  connecting: 'waiting',
  off: 'off',
  lost: 'failing',
  refused: 'failing',
  strange: 'failing',
} as const;

type Open = { readonly what: 'add' } | { readonly what: 'edit' | 'remove'; readonly site: RemoteSite };

/** The other sites: a card for each, and a button to add one. */
export function SitesChoice() {
  const { client, queries, orpc } = usePowerHive();
  const { sites, isLoaded, error } = useSites();
  const nowMs = useNow();
  const [open, setOpen] = useState<Open | null>(() => (wantedForm.get() === texts.title ? { what: 'add' } : null));
  useEffect(() => wantedForm.set(null), []);
  const close = (): void => setOpen(null);
  const refresh = (): void => void queries.invalidateQueries({ queryKey: orpc.sites.list.queryKey() });
  const done = (): void => {
    close();
    refresh();
  };
  const attempt = async (work: Promise<unknown>, failed: string): Promise<void> => {
    try {
      await work;
    } catch (error) {
      toastFailure(failed, callErrorMessage(error));
    }
    done();
  };
  if (!isLoaded) return error === null ? null : <p className={classes.wrong}>{callErrorMessage(error)}</p>;
  return (
    <div className={classes.cards}>
      {sites.length === 0 && <p className={classes.quiet}>{texts.none}</p>}
      {sites.map((site) => {
        const { id, name, url, enabled, source, state } = site;
        const heard = state.heard_at === null ? texts.neverHeard : texts.heard(ago(state.heard_at, nowMs));
        const watching = notWatching(state);
        const isChangeable = source === 'screen';
        const onChange = (on: boolean): void =>
          void attempt(client.sites.update({ params: { id }, body: { enabled: on } }), cardTexts.changeFailed(name));
        return (
          <SettingsCard
            key={id}
            name={name}
            about={isChangeable ? url : `${url} · ${texts.configured}`}
            {...(isChangeable && { toggle: { label: cardTexts.enabled(name), on: enabled, onChange } })}
            actions={
              isChangeable && (
                <>
                  <CardAction onClick={() => setOpen({ what: 'edit', site })}>{cardTexts.edit}</CardAction>
                  <CardAction quiet onClick={() => setOpen({ what: 'remove', site })}>
                    {cardTexts.remove}
                  </CardAction>
                </>
              )
            }
          >
            <CardStatus
              status={watching === null ? DOTS[state.phase] : 'failing'}
              word={watching === null ? texts.phaseWords[state.phase] : texts.notWatchingWord}
              facts={[state.phase !== 'live' && state.phase !== 'off' && heard, siteClockWords(state) ?? false]}
              error={state.error ?? watching?.reason ?? null}
            />
          </SettingsCard>
        );
      })}
      <Button variant="default" className={classes.start} onClick={() => setOpen({ what: 'add' })}>
        {texts.add}
      </Button>
      {open?.what === 'add' && <SiteForm site={null} onClose={close} onSaved={done} />}
      {open?.what === 'edit' && <SiteForm site={open.site} onClose={close} onSaved={done} />}
      {open?.what === 'remove' && (
        <RemoveQuestion
          name={open.site.name}
          about={texts.removeAbout}
          onClose={close}
          onRemove={() =>
            void attempt(client.sites.remove({ id: open.site.id }), cardTexts.removeFailed(open.site.name))
          }
        />
      )}
    </div>
  );
}
