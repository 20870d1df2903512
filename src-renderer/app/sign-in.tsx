import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { usePowerHive } from '../api/use-powerhive.ts';
import { RichText } from '../ui/rich-text.tsx';
import { appTexts } from './app-texts.ts';
import { Brand } from './brand.tsx';
import classes from './front.module.css';

const texts = appTexts.signIn;

/** Asks for the token if the page was opened without one or with a wrong one. */
export function SignIn({ refused }: { refused: boolean }) {
  const { signIn } = usePowerHive();
  const [token, setToken] = useState('');
  return (
    <main className={classes.front}>
      <form
        className={classes.card}
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim() !== '') signIn(token.trim());
        }}
      >
        <Brand />
        <h1 className={classes.title}>{texts.title}</h1>
        <p className={classes.text}>
          <RichText text={texts.about} />
        </p>
        <PasswordInput
          label={texts.token}
          size="sm"
          autoFocus
          autoComplete="off"
          error={refused && texts.refused}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" disabled={token.trim() === ''}>
          {texts.submit}
        </Button>
      </form>
    </main>
  );
}
