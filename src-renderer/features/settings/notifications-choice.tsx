import type { Desktop, Settings } from '../../../src-shared/model/index.ts';
import { useSaveSettings } from '../../api/use-settings.ts';
import { QuietHoursForm } from './quiet-hours-form.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import classes from './settings-form.module.css';

type Notifications = Settings['notifications'];
const FIRST_QUIET_HOURS = { from: '22:00', to: '07:00' };

/** Whether the desktop app calls the operator, and when it does not. */
export function NotificationsChoice(props: { notifications: Notifications; desktop: Desktop | null }) {
  const save = useSaveSettings();
  const { enabled, quiet_hours: quiet } = props.notifications;
  if (props.desktop === null) {
    return (
      <p className={classes.quiet}>
        Only the desktop app calls you. Without a window, PowerHive keeps watching and says it here.
      </p>
    );
  }
  if (!props.desktop.notifications_supported) {
    return <p className={classes.quiet}>This system shows no notifications.</p>;
  }
  return (
    <div className={classes.form}>
      <SettingSwitch
        label="Call me when miners go offline or come back"
        on={enabled}
        onChange={(on) => save.mutate({ notifications: { enabled: on } })}
      >
        {enabled
          ? 'Managed miners only. However many go at once, it is one notification.'
          : 'Nobody is called. The tray shows what is offline.'}
      </SettingSwitch>
      {enabled && (
        <SettingSwitch
          label="Quiet hours"
          on={quiet !== null}
          onChange={(on) => save.mutate({ notifications: { quiet_hours: on ? FIRST_QUIET_HOURS : null } })}
        >
          {quiet === null
            ? 'You are called at any hour.'
            : 'What happens in these hours is not told afterwards; the tray shows it.'}
        </SettingSwitch>
      )}
      {enabled && quiet !== null && <QuietHoursForm key={`${quiet.from} ${quiet.to}`} quiet={quiet} />}
    </div>
  );
}
