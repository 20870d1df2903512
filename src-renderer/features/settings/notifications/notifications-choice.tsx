import type { Desktop, Settings } from '../../../../src-shared/model/index.ts';
import { FIRST_QUIET_HOURS } from '../../../../src-shared/setting-defaults/quiet-hours.ts';
import { useSaveSettings } from '../../../api/use-settings.ts';
import { SettingSwitch } from '../parts/setting-switch.tsx';
import classes from '../parts/settings-form.module.css';
import { notificationsTexts } from './notifications-texts.ts';
import { QuietHoursForm } from './quiet-hours-form.tsx';

type Notifications = Settings['notifications'];

const texts = notificationsTexts.notifications;

/** Whether the desktop app notifies the operator, and the quiet hours. */
export function NotificationsChoice(props: { notifications: Notifications; desktop: Desktop }) {
  const save = useSaveSettings();
  const { enabled, quiet_hours: quiet, sound } = props.notifications;
  if (!props.desktop.notifications_supported) {
    return <p className={classes.quiet}>{texts.unsupported}</p>;
  }
  return (
    <div className={classes.form}>
      <SettingSwitch
        label={texts.notify}
        on={enabled}
        onChange={(on) => save.mutate({ notifications: { enabled: on } })}
      >
        {enabled ? texts.on : texts.off}
      </SettingSwitch>
      {enabled && (
        <SettingSwitch label={texts.sound} on={sound} onChange={(on) => save.mutate({ notifications: { sound: on } })}>
          {texts.soundAbout}
        </SettingSwitch>
      )}
      {enabled && (
        <SettingSwitch
          label={texts.quiet}
          on={quiet !== null}
          onChange={(on) => save.mutate({ notifications: { quiet_hours: on ? FIRST_QUIET_HOURS : null } })}
        >
          {quiet === null ? texts.quietOff : texts.quietOn}
        </SettingSwitch>
      )}
      {enabled && quiet !== null && <QuietHoursForm quiet={quiet} />}
    </div>
  );
}
