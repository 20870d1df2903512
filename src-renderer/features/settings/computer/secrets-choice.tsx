import { Button } from '@mantine/core';
import type { Desktop } from '../../../../src-shared/model/index.ts';
import { useDesktopChange } from '../../../api/use-desktop.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import classes from '../parts/settings-form.module.css';
import { settingsTexts } from '../settings-texts.ts';

const texts = settingsTexts.secrets;

/** What the miners' passwords and keys are encrypted with, and the move to the better place. */
export function SecretsChoice({ desktop }: { desktop: Desktop | null }) {
  const { client } = usePowerHive();
  const move = useDesktopChange((_: undefined) => client.desktop.moveSecrets(), texts.failed);
  if (desktop === null) {
    return <p className={classes.quiet}>{texts.server}</p>;
  }
  const { kept_with, can_move, remark } = desktop.secrets;
  if (kept_with === 'keychain') return <p className={classes.quiet}>{texts.keychain}</p>;
  return (
    <div className={classes.form}>
      {remark !== null && <p className={classes.quiet}>{remark}</p>}
      {can_move && (
        <>
          <p className={classes.quiet}>{texts.moveAbout}</p>
          <Button className={classes.save} loading={move.isPending} onClick={() => move.mutate(undefined)}>
            {texts.move}
          </Button>
        </>
      )}
    </div>
  );
}
