import { Button } from '@mantine/core';
import type { Desktop } from '../../../src-shared/model/index.ts';
import { useDesktopChange } from '../../api/use-desktop.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import classes from './settings-form.module.css';

/** What the miners' passwords and keys are encrypted with, and the move to the better place. */
export function SecretsChoice({ desktop }: { desktop: Desktop | null }) {
  const { client } = usePowerHive();
  const move = useDesktopChange((_: undefined) => client.desktop.moveSecrets(), 'The secrets were not moved');
  if (desktop === null) {
    return (
      <p className={classes.quiet}>
        Encrypted with the file secret.key in the data folder: whoever can read both can open them. Only the desktop app
        can use the keychain of this system.
      </p>
    );
  }
  const { kept_with, can_move, remark } = desktop.secrets;
  if (kept_with === 'keychain') return <p className={classes.quiet}>Encrypted with the keychain of this system.</p>;
  return (
    <div className={classes.form}>
      {remark !== null && <p className={classes.quiet}>{remark}</p>}
      {can_move && (
        <>
          <p className={classes.quiet}>
            Moved to the keychain, the key file goes, and this data folder can no longer be opened without a window, nor
            on another computer.
          </p>
          <Button className={classes.save} loading={move.isPending} onClick={() => move.mutate(undefined)}>
            Move to the keychain
          </Button>
        </>
      )}
    </div>
  );
}
