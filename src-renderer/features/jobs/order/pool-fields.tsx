import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { JobParams, Miner } from '../../../../src-shared/model/index.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { Breakable } from '../../../ui/breakable.tsx';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';
import { namedByAddress, poolSets } from './pool-sets.ts';

const texts = jobsTexts.order;
const SLOTS = [1, 2, 3] as const;

interface PoolDraft {
  readonly url: string;
  readonly user: string;
  readonly pass: string;
}
/** The worker name that a miner has now. */
const KEPT_WORKER = '{worker}';
const NO_POOL: PoolDraft = { url: '', user: '', pass: '' };

interface PoolFieldsProps {
  readonly miners: readonly Miner[];
  readonly onParams: (params: JobParams | null) => void;
}

/** Pools for all miners, or those that each of them had before. */
export function PoolFields(props: PoolFieldsProps & { readonly given: JobParams | null }) {
  const { given, onParams } = props;
  const [putsBack, setPutsBack] = useState(given?.before === true);
  return (
    <>
      <Checkbox
        label={texts.before}
        description={texts.beforeAbout}
        checked={putsBack}
        onChange={({ currentTarget: { checked } }) => {
          setPutsBack(checked);
          onParams(checked ? { before: true } : null);
        }}
      />
      {!putsBack && <PoolDrafts {...props} />}
    </>
  );
}

/** The pools that the miners are to have, in their order. */
function PoolDrafts({ miners, onParams }: PoolFieldsProps) {
  const { live } = usePowerHive();
  const sets = useMemo(() => poolSets(live.state.miners.array, miners), [live, miners]);
  const [drafts, setDrafts] = useState<readonly PoolDraft[]>(SLOTS.map(() => NO_POOL));
  const [keepsWorkers, setKeepsWorkers] = useState(false);
  const change = (slot: number, draft: Partial<PoolDraft>): void => {
    fill(
      drafts.map((old, index) => (index === slot ? { ...old, ...draft } : followed(old, drafts[slot], slot, draft))),
    );
  };
  const fill = (next: readonly PoolDraft[], keeps = keepsWorkers): void => {
    setDrafts(next);
    const given = keeps ? next.map((draft) => ({ ...draft, user: draft.url.trim() === '' ? '' : KEPT_WORKER })) : next;
    const used = given.filter(({ url, user }) => url.trim() !== '' || user.trim() !== '');
    const isWhole = used.length > 0 && used.every(({ url, user }) => url.trim() !== '' && user.trim() !== '');
    onParams(isWhole ? { pools: used.map(poolParams) } : null);
  };
  const keep = (keeps: boolean): void => {
    setKeepsWorkers(keeps);
    fill(drafts, keeps);
  };
  const nameless = namedByAddress(
    drafts.map(({ user }) => user),
    miners,
  );
  const userAbout = nameless > 0 ? texts.namedByAddress(nameless) : texts.userAbout;
  return (
    <>
      {sets.length > 0 && (
        <fieldset className={classes.pool}>
          <legend>{texts.poolSets}</legend>
          {sets.map(({ urls, miners: count }) => (
            <Button
              key={urls.join(' ')}
              variant="default"
              size="compact-sm"
              justify="flex-start"
              className={classes.wrapped}
              onClick={() => fill(drafts.map((old, index) => ({ ...old, url: urls[index] ?? '' })))}
            >
              <Breakable text={texts.poolSet(urls, count)} />
            </Button>
          ))}
        </fieldset>
      )}
      <Checkbox
        label={texts.keepWorkers}
        description={texts.keepWorkersAbout}
        checked={keepsWorkers}
        onChange={(event) => keep(event.currentTarget.checked)}
      />
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
            {!keepsWorkers && (
              <TextInput
                label={texts.user}
                autoComplete="off"
                value={draft.user}
                description={index === 0 ? userAbout : undefined}
                onChange={(event) => change(index, { user: event.currentTarget.value })}
              />
            )}
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

/** The worker of the first pool is that of the others too, until they get their own. */
function followed(old: PoolDraft, first: PoolDraft | undefined, slot: number, { user }: Partial<PoolDraft>): PoolDraft {
  const follows = slot === 0 && user !== undefined && old.url.trim() !== '' && old.user === first?.user;
  return follows ? { ...old, user } : old;
}

function poolParams({ url, user, pass }: PoolDraft) {
  return { url: url.trim(), user: user.trim(), ...(pass !== '' && { pass }) };
}
