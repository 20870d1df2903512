import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Desktop } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { RichText } from '../../../ui/rich-text.tsx';
import classes from '../parts/settings-form.module.css';
import { computerTexts } from './computer-texts.ts';

const texts = computerTexts.updates;

/** A button with which the desktop app checks for a newer version. */
export function UpdatesChoice({ desktop }: { desktop: Desktop }) {
  const { client } = usePowerHive();
  const check = useMutation({
    mutationFn: () => client.desktop.checkForUpdates(),
    onError: (error) => toastFailure(texts.failed, callErrorMessage(error)),
  });
  const url = desktop.update_url;
  if (url === null) {
    return (
      <p className={classes.quiet}>
        <RichText text={texts.noServer} />
      </p>
    );
  }
  return (
    <div className={classes.form}>
      <p className={classes.quiet}>
        <RichText text={texts.server(url)} />
      </p>
      <Button className={classes.save} loading={check.isPending} onClick={() => check.mutate()}>
        {texts.check}
      </Button>
    </div>
  );
}
