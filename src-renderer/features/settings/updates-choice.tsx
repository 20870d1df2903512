import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Desktop } from '../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { toastFailure } from '../../ui/toast.tsx';
import classes from './settings-form.module.css';

/** Whom the desktop app asks for a newer version, when it is told to. */
export function UpdatesChoice({ desktop }: { desktop: Desktop | null }) {
  const { client } = usePowerHive();
  const check = useMutation({
    mutationFn: () => client.desktop.checkForUpdates(),
    onError: (error) => toastFailure('Nobody was asked for updates', callErrorMessage(error)),
  });
  if (desktop === null) {
    return <p className={classes.quiet}>Only the desktop app looks for updates.</p>;
  }
  const url = desktop.update_url;
  if (url === null) {
    return (
      <p className={classes.quiet}>
        No place for updates is configured: nobody is asked. The key is <code>updates.url</code> in config.json.
      </p>
    );
  }
  return (
    <div className={classes.form}>
      <p className={classes.quiet}>
        Asked when you say so, and never by itself: <code>{url}</code>
      </p>
      <Button className={classes.save} loading={check.isPending} onClick={() => check.mutate()}>
        Check for updates
      </Button>
    </div>
  );
}
