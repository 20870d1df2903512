import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { usePowerHive } from '../api/use-powerhive.ts';
import { Brand } from './brand.tsx';
import classes from './front.module.css';

/** Asks for the token when the page was not opened with one, or with a wrong one. */
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
        <h1 className={classes.title}>Sign in</h1>
        <p className={classes.text}>
          Paste the token of this PowerHive. It is the content of the file <code>token</code> in its data folder; the
          line that PowerHive prints when it is ready names that file as <code>token_file</code>.
        </p>
        <PasswordInput
          label="Token"
          size="sm"
          autoFocus
          autoComplete="off"
          error={refused && 'This token was refused. It changes when the data folder does: read the file again.'}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" disabled={token.trim() === ''}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
