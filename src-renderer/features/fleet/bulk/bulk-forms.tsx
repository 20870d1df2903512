import { Button, PasswordInput, Popover, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import classes from './bulk-bar.module.css';
import { namePatternProblem, nicknameFrom } from './name-pattern.ts';

/** Asks for a pattern, and shows the names that it makes. */
export function NicknameForm(props: { count: number; onPattern: (pattern: string) => void }) {
  const { count } = props;
  const [pattern, setPattern] = useState('R1-S{n:02}');
  const problem = namePatternProblem(pattern, count);
  const preview =
    count === 1 ? nicknameFrom(pattern, 1) : `${nicknameFrom(pattern, 1)} to ${nicknameFrom(pattern, count)}`;
  return (
    <Form label="Set nicknames" submit={`Name ${count}`} problem={problem} onSubmit={() => props.onPattern(pattern)}>
      <TextInput
        label="Pattern"
        description="In the order of the rows; {n:02} is the number in two digits."
        data-autofocus
        value={pattern}
        error={problem}
        onChange={(event) => setPattern(event.currentTarget.value)}
      />
      {problem === null && <p className={classes.preview}>{preview}</p>}
    </Form>
  );
}

/** Asks for the password with which miners are unlocked. */
export function PasswordForm(props: { count: number; onPassword: (password: string | null) => void }) {
  const { count } = props;
  const [password, setPassword] = useState('');
  const problem = password.length > 128 ? 'A password has at most 128 characters.' : null;
  return (
    <Form
      label="Set unlock password"
      submit={password === '' ? `Use the default for ${count}` : `Set for ${count}`}
      problem={problem}
      onSubmit={() => {
        props.onPassword(password === '' ? null : password);
        setPassword('');
      }}
    >
      <PasswordInput
        label="Unlock password"
        description="What PowerHive unlocks these miners with. It does not change the miners."
        autoComplete="off"
        data-autofocus
        value={password}
        error={problem}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </Form>
  );
}

function Form(props: {
  label: string;
  submit: string;
  problem: string | null;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus withinPortal={false} position="top" width={280}>
      <Popover.Target>
        <Button variant="subtle" color="gray" onClick={() => setOpened((before) => !before)}>
          {props.label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={props.label}>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (props.problem !== null) return;
            setOpened(false);
            props.onSubmit();
          }}
        >
          {props.children}
          <Button type="submit" disabled={props.problem !== null}>
            {props.submit}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
