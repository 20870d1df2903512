import type { Settings } from '../../../../src-shared/model/index.ts';
import { useSaveSettings } from '../../../api/use-settings.ts';
import { SettingSwitch } from '../parts/setting-switch.tsx';
import classes from '../parts/settings-form.module.css';
import { farmSettingsTexts } from './farm-settings-texts.ts';

const texts = farmSettingsTexts.monitoring;

/** Whether a model needs a max preset to be monitored, and whether new miners are managed. */
export function PollingChoice({ polling }: { polling: Settings['polling'] }) {
  const save = useSaveSettings();
  const { require_max_preset: required, manage_new: managesNew } = polling;
  return (
    <div className={classes.form}>
      <SettingSwitch
        label={texts.required}
        on={required}
        onChange={(on) => save.mutate({ polling: { require_max_preset: on } })}
      >
        {required ? texts.on : texts.off}
      </SettingSwitch>
      <SettingSwitch
        label={texts.manageNew}
        on={managesNew}
        onChange={(on) => save.mutate({ polling: { manage_new: on } })}
      >
        {managesNew ? texts.newOn : texts.newOff}
      </SettingSwitch>
    </div>
  );
}
