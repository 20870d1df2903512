import { Button } from '@mantine/core';
import type { Desktop } from '../../../../src-shared/model/index.ts';
import { useDesktopChange } from '../../../api/use-desktop.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import classes from '../parts/settings-form.module.css';
import { computerTexts } from './computer-texts.ts';

const texts = computerTexts.secrets;

/** How passwords and keys of miners are encrypted, and a button for a safer store. */
export function SecretsChoice({ desktop }: { desktop: Desktop }) {
  const { client } = usePowerHive();
  const move = useDesktopChange((_: undefined) => client.desktop.moveSecrets(), texts.failed);
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
