import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ApiToken } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { useOneAtATime } from '../../../ui/forms/use-one-at-a-time.ts';
import { ago, clockTime } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import { cardTexts } from '../parts/card-texts.ts';
import classes from '../parts/cards.module.css';
import { CopyLine } from '../parts/copy-line.tsx';
import { type FormRefusal, refusalOf } from '../parts/refusal-of.ts';
import { CardAction, RemoveQuestion } from '../parts/settings-card.tsx';
import { tokensTexts as texts } from './tokens-texts.ts';

const EVERY_MS = 10_000;
const SCOPES = (['read', 'operate'] as const).map((value) => ({ value, label: texts.scopes[value] }));

/** Tokens for REST besides the one in the token file, and a button to add one. */
export function TokensChoice() {
  const { client, orpc, queries } = usePowerHive();
  const nowMs = useNow();
  const tokens = useQuery(orpc.tokens.list.queryOptions({ refetchInterval: EVERY_MS }));
  const [leaving, setLeaving] = useState<ApiToken | null>(null);
  const refresh = (): void => void queries.invalidateQueries({ queryKey: orpc.tokens.list.queryKey() });
  const remove = async ({ id, name }: ApiToken): Promise<void> => {
    try {
      await client.tokens.remove({ id });
    } catch (error) {
      toastFailure(cardTexts.removeFailed(name), callErrorMessage(error));
    }
    setLeaving(null);
    refresh();
  };
  if (tokens.data === undefined) {
    return tokens.isError ? <p className={classes.wrong}>{callErrorMessage(tokens.error)}</p> : null;
  }
  return (
    <div className={classes.cards}>
      {tokens.data.length === 0 && <p className={classes.quiet}>{texts.none}</p>}
      {tokens.data.length > 0 && (
        <ul className={classes.rows}>
          {tokens.data.map((token) => (
            <li key={token.id}>
              <div>
                <strong>{token.name}</strong>
                <p className={classes.quiet}>{factsOf(token, nowMs)}</p>
              </div>
              <CardAction quiet label={`${cardTexts.remove} ${token.name}`} onClick={() => setLeaving(token)}>
                {cardTexts.remove}
              </CardAction>
            </li>
          ))}
        </ul>
      )}
      <NewToken onMade={refresh} />
      {leaving !== null && (
        <RemoveQuestion
          name={leaving.name}
          about={texts.removeAbout}
          onClose={() => setLeaving(null)}
          onRemove={() => void remove(leaving)}
        />
      )}
    </div>
  );
}

function factsOf({ scope, created_at, last_used_at }: ApiToken, nowMs: number): string {
  const used = last_used_at === null ? texts.unused : texts.used(ago(last_used_at, nowMs));
  return [texts.scopes[scope], texts.created(clockTime(created_at, nowMs)), used].join(' · ');
}

/** Creates a token, and shows its secret once. */
function NewToken({ onMade }: { onMade: () => void }) {
  const { client } = usePowerHive();
  const { isBusy, run } = useOneAtATime();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<ApiToken['scope']>('read');
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const [refusal, setRefusal] = useState<FormRefusal | null>(null);
  const create = async (): Promise<void> => {
    try {
      setMade(await client.tokens.create({ name: name.trim(), scope }));
      setName('');
      setRefusal(null);
      onMade();
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(create);
  };
  if (made !== null) {
    return (
      <div className={classes.made} role="status">
        <p>{texts.made(made.name)}</p>
        <CopyLine text={made.secret} label={texts.copy} copied={texts.copied}>
          <Button variant="subtle" color="gray" onClick={() => setMade(null)}>
            {texts.done}
          </Button>
        </CopyLine>
      </div>
    );
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <div className={classes.pair}>
        <TextInput
          label={texts.name}
          placeholder={texts.namePlaceholder}
          value={name}
          error={refusal?.message ?? null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={texts.scope}
          data={SCOPES}
          value={scope}
          allowDeselect={false}
          onChange={(value) => value !== null && setScope(value as ApiToken['scope'])}
        />
      </div>
      <Button type="submit" variant="default" className={classes.start} loading={isBusy} disabled={name.trim() === ''}>
        {texts.create}
      </Button>
    </form>
  );
}
