import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { JobParams } from '../../../../src-shared/model/index.ts';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';

const texts = jobsTexts.order;
const SLOTS = [1, 2, 3] as const;

interface PoolDraft {
  readonly url: string;
  readonly user: string;
  readonly pass: string;
}
const NO_POOL: PoolDraft = { url: '', user: '', pass: '' };

/** The pools that the miners are to have, in their order. */
export function PoolFields({ onParams }: { readonly onParams: (params: JobParams | null) => void }) {
  const [drafts, setDrafts] = useState<readonly PoolDraft[]>(SLOTS.map(() => NO_POOL));
  const change = (slot: number, draft: Partial<PoolDraft>): void => {
    const next = drafts.map((old, index) => (index === slot ? { ...old, ...draft } : old));
    setDrafts(next);
    const used = next.filter(({ url, user }) => url.trim() !== '' || user.trim() !== '');
    const isWhole = used.length > 0 && used.every(({ url, user }) => url.trim() !== '' && user.trim() !== '');
    onParams(isWhole ? { pools: used.map(poolParams) } : null);
  };
  return (
    <>
      {SLOTS.map((slot, index) => {
        const draft = drafts[index] ?? NO_POOL;
        return (
          <fieldset key={slot} className={classes.pool}>
            <legend>{texts.pool(slot)}</legend>
            <TextInput
              label={texts.url}
              autoComplete="off"
              value={draft.url}
              onChange={(event) => change(index, { url: event.currentTarget.value })}
            />
            <TextInput
              label={texts.user}
              autoComplete="off"
              value={draft.user}
              description={index === 0 ? texts.userAbout : undefined}
              onChange={(event) => change(index, { user: event.currentTarget.value })}
            />
            <PasswordInput
              label={texts.pass}
              autoComplete="off"
              value={draft.pass}
              description={index === 0 ? texts.passAbout : undefined}
              onChange={(event) => change(index, { pass: event.currentTarget.value })}
            />
          </fieldset>
        );
      })}
    </>
  );
}

function poolParams({ url, user, pass }: PoolDraft) {
  return { url: url.trim(), user: user.trim(), ...(pass !== '' && { pass }) };
}
