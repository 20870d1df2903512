import { Button, PasswordInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { LONGEST_PASSWORD } from '../../../../src-shared/limits/password-limit.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { apiTexts } from '../../../api/api-texts.ts';
import { useOptimisticMiner } from '../../../api/use-optimistic-miner.ts';
import { takeAskedPassword } from '../../../miner-view/asked-password.ts';
import { toastDone } from '../../../ui/feedback/toast.tsx';
import { clockTime } from '../../../ui/times.ts';
import { shownNowMs } from '../../../ui/use-now.ts';
import { minerTexts } from '../miner-texts.ts';
import classes from './miner-settings.module.css';
import { loginTrouble, PASSWORD_FIELD, type PasswordTrial, trialResult } from './password-trial.ts';

const texts = minerTexts.settings;

/**
 * The password with which PowerHive logs in to this miner, and the result of the one saved last.
 */
export function UnlockPassword({ miner }: { miner: Miner }) {
  const changeMiner = useOptimisticMiner();
  const [password, setPassword] = useState('');
  const [trial, setTrial] = useState<PasswordTrial | null>(null);
  useEffect(() => {
    if (takeAskedPassword(miner.id)) document.getElementById(PASSWORD_FIELD)?.focus();
  }, [miner.id]);
  const result = trial === null ? null : trialResult(trial, miner);
  const store = async (unlockPass: string | null): Promise<void> => {
    const { has_api_key: hadKey } = miner;
    const wasLocked = loginTrouble(miner) !== undefined;
    const savedAt = shownNowMs();
    if (!(await changeMiner(miner, { unlock_pass: unlockPass }, apiTexts.passwordFailed))) return;
    setPassword('');
    setTrial({ savedAt, hadKey, wasLocked });
    if (unlockPass === null) toastDone(texts.defaultAgain);
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
        id={PASSWORD_FIELD}
        label={texts.password}
        description={miner.has_custom_unlock_pass ? texts.ownPassword : texts.farmPassword}
        autoComplete="off"
        maxLength={LONGEST_PASSWORD}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {miner.has_custom_unlock_pass && password === '' ? (
        <Button variant="default" onClick={() => void store(null)}>
          {texts.useDefault}
        </Button>
      ) : (
        <Button type="submit" variant="default" disabled={password === ''}>
          {texts.savePassword}
        </Button>
      )}
      <p className={classes.trial} role="status">
        {result !== null && <TrialWords key={result} result={result} miner={miner} />}
      </p>
    </form>
  );
}

/** The time of the result is the time at which it was first shown. */
function TrialWords({ result, miner }: { result: ReturnType<typeof trialResult>; miner: Miner }) {
  const [at] = useState(shownNowMs);
  if (result !== 'refused') return texts.trial[result];
  const why = loginTrouble(miner)?.message.replace(/\.$/, '') ?? '';
  return <span className={classes.refused}>{texts.trialRefused(clockTime(at, at), why)}</span>;
}
