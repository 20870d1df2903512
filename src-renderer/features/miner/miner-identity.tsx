import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { minerName } from '../../../src-shared/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { useChangeMiner } from '../../api/use-miner-changes.ts';
import { Section } from '../../ui/section.tsx';
import { Switch } from '../../ui/switch.tsx';
import { toastDone } from '../../ui/toast.ts';
import classes from './miner-identity.module.css';

/** What the operator decides about a miner: whether it is managed, its name, its unlock password. */
export function MinerIdentity({ miner }: { miner: Miner }) {
  const changeMiner = useChangeMiner();
  return (
    <Section title="Yours to decide">
      <div className={classes.fields}>
        <div className={classes.managed}>
          <span>Managed</span>
          <Switch
            label="Managed"
            on={miner.managed}
            onChange={(managed) => void changeMiner(miner, { managed }, 'The management')}
          />
        </div>
        <Nickname key={miner.nickname} miner={miner} />
        <UnlockPassword miner={miner} />
      </div>
    </Section>
  );
}

function Nickname({ miner }: { miner: Miner }) {
  const changeMiner = useChangeMiner();
  const [text, setText] = useState(miner.nickname ?? '');
  const changed = text.trim() !== (miner.nickname ?? '');
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (changed) void changeMiner(miner, { nickname: text.trim() === '' ? null : text.trim() }, 'The nickname');
  };
  return (
    <form className={classes.line} onSubmit={save}>
      <TextInput
        label="Nickname"
        placeholder={minerName({ ...miner, nickname: null })}
        maxLength={64}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!changed}>
        Save name
      </Button>
    </form>
  );
}

function UnlockPassword({ miner }: { miner: Miner }) {
  const changeMiner = useChangeMiner();
  const [password, setPassword] = useState('');
  const store = async (unlockPass: string | null): Promise<void> => {
    if (!(await changeMiner(miner, { unlock_pass: unlockPass }, 'The unlock password'))) return;
    setPassword('');
    toastDone(unlockPass === null ? 'The default password is used again' : 'The unlock password is stored');
  };
  return (
    <form
      className={classes.line}
      onSubmit={(event) => {
        event.preventDefault();
        void store(password);
      }}
    >
      <PasswordInput
        label="Unlock password"
        description={
          miner.has_custom_unlock_pass ? 'One of its own is stored; it is never shown.' : 'The default one is used.'
        }
        autoComplete="off"
        maxLength={128}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {miner.has_custom_unlock_pass && password === '' ? (
        <Button variant="default" onClick={() => void store(null)}>
          Use default
        </Button>
      ) : (
        <Button type="submit" variant="default" disabled={password === ''}>
          Save password
        </Button>
      )}
    </form>
  );
}
