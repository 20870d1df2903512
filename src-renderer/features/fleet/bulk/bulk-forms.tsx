import { Button, PasswordInput, Popover, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { fleetTexts } from '../fleet-texts.ts';
import classes from './bulk-bar.module.css';
import { namePatternProblem, nicknameFrom } from './name-pattern.ts';

const texts = fleetTexts.bulk;
const LONGEST_PASSWORD = 128;

/** Asks for a pattern, and shows the names that it makes. */
export function NicknameForm(props: { count: number; onPattern: (pattern: string) => void }) {
  const { count } = props;
  const [pattern, setPattern] = useState('R1-S{n:02}');
  const problem = namePatternProblem(pattern, count);
  const first = nicknameFrom(pattern, 1);
  const preview = count === 1 ? first : texts.patternPreview(first, nicknameFrom(pattern, count));
  return (
    <Form
      label={texts.rename}
      submit={texts.renameCount(count)}
      problem={problem}
      onSubmit={() => props.onPattern(pattern)}
    >
      <TextInput
        label={texts.pattern}
        description={texts.patternAbout}
        data-autofocus
        value={pattern}
        error={problem}
        onChange={(event) => setPattern(event.currentTarget.value)}
      />
      {problem === null && <p className={classes.preview}>{preview}</p>}
    </Form>
  );
}

/**
 * Asks for the password that PowerHive logs in with. `ownCount` of the miners have one of their
 * own, and can go back to the default.
 */
export function PasswordForm(props: {
  count: number;
  ownCount: number;
  onPassword: (password: string) => void;
  onDefault: () => void;
}) {
  const { count } = props;
  const [password, setPassword] = useState('');
  const problem = password.length > LONGEST_PASSWORD ? texts.passwordLong(LONGEST_PASSWORD) : null;
  return (
    <Form
      label={texts.setPassword}
      submit={texts.passwordSet(count)}
      problem={problem}
      empty={password === ''}
      {...(props.ownCount > 0 && {
        other: { label: texts.passwordDefault(props.ownCount), onClick: props.onDefault },
      })}
      onSubmit={() => {
        props.onPassword(password);
        setPassword('');
      }}
    >
      <PasswordInput
        label={texts.password}
        description={texts.passwordAbout}
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
  /** There is nothing to submit yet. */
  empty?: boolean;
  /** What can be done instead. */
  other?: { readonly label: string; readonly onClick: () => void };
  onSubmit: () => void;
  children: ReactNode;
}) {
  const [opened, setOpened] = useState(false);
  const { other } = props;
  const disabled = props.problem !== null || props.empty === true;
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
            if (disabled) return;
            setOpened(false);
            props.onSubmit();
          }}
        >
          {props.children}
          <Button type="submit" disabled={disabled}>
            {props.submit}
          </Button>
          {other !== undefined && (
            <Button
              variant="default"
              onClick={() => {
                setOpened(false);
                other.onClick();
              }}
            >
              {other.label}
            </Button>
          )}
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
