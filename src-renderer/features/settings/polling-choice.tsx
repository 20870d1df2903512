import { useSaveSettings } from '../../api/use-settings.ts';
import { SettingSwitch } from './setting-switch.tsx';
import { settingsTexts } from './settings-texts.ts';

const texts = settingsTexts.monitoring;

/** Whether a model must have a max preset before its miners are monitored. */
export function PollingChoice({ required }: { required: boolean }) {
  const save = useSaveSettings();
  return (
    <SettingSwitch
      label={texts.required}
      on={required}
      onChange={(on) => save.mutate({ polling: { require_max_preset: on } })}
    >
      {required ? texts.on : texts.off}
    </SettingSwitch>
  );
}
