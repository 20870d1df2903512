import { ActionIcon, Button, PasswordInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { LONGEST_PASSWORD } from '../../../../src-shared/limits/password-limit.ts';
import type { MinerPassword } from '../../../../src-shared/model/index.ts';
import { clockTime } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import { farmSettingsTexts } from './farm-settings-texts.ts';
import classes from './miner-passwords.module.css';
import { useMinerPasswords } from './use-miner-passwords.ts';

const texts = farmSettingsTexts.passwords;

/** The passwords of the farm's miners: added one at a time, and never shown again. */
export function MinerPasswordsChoice() {
  const [draft, setDraft] = useState('');
  const { data, add } = useMinerPasswords();
  return (
    <form
      className={classes.choice}
      onSubmit={(event) => {
        event.preventDefault();
        void add(draft).then((done) => done && setDraft(''));
      }}
    >
      <MinerPasswordList />
      <div className={classes.line}>
        <PasswordInput
          label={texts.label}
          description={texts.labelAbout}
          autoComplete="off"
          maxLength={LONGEST_PASSWORD}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={draft === ''}>
          {texts.add}
        </Button>
      </div>
      {data !== undefined && data.locked > 0 && (
        <p className={classes.quiet} role="status">
          {texts.locked(data.locked, data.waiting)}
        </p>
      )}
    </form>
  );
}

/** The result of each password, in the order in which they are tried. */
export function MinerPasswordList() {
  const { data, remove, reorder } = useMinerPasswords();
  const now = useNow();
  if (data === undefined || data.passwords.length === 0) return null;
  const ids = data.passwords.map(({ id }) => id);
  /** Moves a password to another position. */
  const move = (from: number, to: number): void => {
    const moved = ids.toSpliced(from, 1);
    void reorder(moved.toSpliced(to, 0, ...ids.slice(from, from + 1)));
  };
  return (
    <ol className={classes.list} aria-label={texts.title}>
      {data.passwords.map((password, index) => (
        <li key={password.id}>
          <span>{texts.numbered(index + 1)}</span>
          <span className={classes.quiet}>{becameOf(password, data.waiting > 0, now)}</span>
          {ids.length > 1 && (
            <span className={classes.moves}>
              <ActionIcon
                variant="default"
                size={22}
                aria-label={texts.earlier(index + 1)}
                title={texts.earlier(index + 1)}
                disabled={index === 0}
                onClick={() => move(index, index - 1)}
              >
                <IconArrowUp size={13} />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size={22}
                aria-label={texts.later(index + 1)}
                title={texts.later(index + 1)}
                disabled={index === ids.length - 1}
                onClick={() => move(index, index + 1)}
              >
                <IconArrowDown size={13} />
              </ActionIcon>
            </span>
          )}
          <Button
            size="compact-xs"
            variant="default"
            aria-label={texts.removeNumbered(index + 1)}
            onClick={() => void remove(password.id)}
          >
            {texts.remove}
          </Button>
        </li>
      ))}
    </ol>
  );
}

function becameOf({ unlocked, refused, last_refused_at, added_at }: MinerPassword, isTrying: boolean, now: number) {
  if (unlocked === 0 && refused === 0) return isTrying ? texts.trying : texts.untried(clockTime(added_at, now));
  return [
    unlocked > 0 ? texts.unlocked(unlocked) : '',
    refused > 0 && last_refused_at !== null ? texts.refused(refused, clockTime(last_refused_at, now)) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
