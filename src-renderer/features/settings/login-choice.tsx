import { loginBlockText } from '../../../src-shared/login-block-text.ts';
import type { Desktop } from '../../../src-shared/model/index.ts';
import { useDesktopChange } from '../../api/use-desktop.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { SettingSwitch } from './setting-switch.tsx';
import classes from './settings-form.module.css';

/** Whether the desktop app starts with the operator's session. */
export function LoginChoice({ desktop }: { desktop: Desktop | null }) {
  const { client } = usePowerHive();
  const change = useDesktopChange(
    (on: boolean) => client.desktop.setOpenAtLogin({ on }),
    'The start at login was not changed',
  );
  if (desktop === null) {
    return (
      <p className={classes.quiet}>
        Only the desktop app can be started at login. Without a window, leave that to your system.
      </p>
    );
  }
  return (
    <SettingSwitch
      label="Start at login"
      on={change.isPending ? change.variables : desktop.open_at_login}
      onChange={(on) => change.mutate(on)}
    >
      {desktop.open_at_login
        ? 'PowerHive starts with your session, in the tray.'
        : desktop.login_blocked_by !== null
          ? loginBlockText(desktop.login_blocked_by)
          : 'Nobody watches before you start PowerHive.'}
    </SettingSwitch>
  );
}
