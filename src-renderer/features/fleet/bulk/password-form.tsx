import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { LONGEST_PASSWORD } from '../../../../src-shared/limits/password-limit.ts';
import { BulkForm } from './bulk-form.tsx';
import { bulkTexts } from './bulk-texts.ts';

const texts = bulkTexts;

/**
 * Asks for the password with which PowerHive logs in. `ownCount` of the miners have their own
 * password, and can go back to the default.
 */
export function PasswordForm(props: {
  count: number;
  ownCount: number;
  onPassword: (password: string) => void;
  onDefault: () => void;
}) {
  const { count } = props;
  const [password, setPassword] = useState('');
  const error = password.length > LONGEST_PASSWORD ? texts.passwordLong(LONGEST_PASSWORD) : null;
  return (
    <BulkForm
      label={texts.setPassword}
      submit={texts.passwordSet(count)}
      error={error}
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
        error={error}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </BulkForm>
  );
}
