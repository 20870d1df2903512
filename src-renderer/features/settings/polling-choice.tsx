import { useSaveSettings } from '../../api/use-settings.ts';
import { SettingSwitch } from './setting-switch.tsx';

/** Whether a model must have a max preset before its miners are read. */
export function PollingChoice({ required }: { required: boolean }) {
  const save = useSaveSettings();
  return (
    <SettingSwitch
      label="Require a max preset"
      on={required}
      onChange={(on) => save.mutate({ polling: { require_max_preset: on } })}
    >
      {required
        ? 'Miners of a model without a max preset are found, but not polled.'
        : 'All managed miners are polled, with a max preset or without.'}
    </SettingSwitch>
  );
}
