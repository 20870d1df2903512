import type { Desktop } from '../../../../src-shared/model/index.ts';
import { loginBlockText } from '../../../../src-shared/text/login-block-text.ts';
import { useDesktopChange } from '../../../api/use-desktop.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { SettingSwitch } from '../parts/setting-switch.tsx';
import { computerTexts } from './computer-texts.ts';

const texts = computerTexts.login;

/** Whether the desktop app starts at login. */
export function LoginChoice({ desktop }: { desktop: Desktop }) {
  const { client } = usePowerHive();
  const change = useDesktopChange((on: boolean) => client.desktop.setOpenAtLogin({ on }), texts.failed);
  return (
    <SettingSwitch
      label={texts.label}
      on={change.isPending ? change.variables : desktop.open_at_login}
      onChange={(on) => change.mutate(on)}
    >
      {desktop.open_at_login
        ? texts.on
        : desktop.login_blocked_by !== null
          ? loginBlockText(desktop.login_blocked_by)
          : texts.off}
    </SettingSwitch>
  );
}
