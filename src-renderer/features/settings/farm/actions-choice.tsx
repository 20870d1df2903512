import { useSaveSettings } from '../../../api/use-settings.ts';
import { jobsTexts } from '../../jobs/jobs-texts.ts';
import { SettingSwitch } from '../parts/setting-switch.tsx';

const texts = jobsTexts.settings;

/** Whether PowerHive may change miners. */
export function ActionsChoice({ enabled }: { enabled: boolean }) {
  const save = useSaveSettings();
  return (
    <SettingSwitch label={texts.enabled} on={enabled} onChange={(on) => save.mutate({ actions: { enabled: on } })}>
      {enabled ? texts.on : texts.off}
    </SettingSwitch>
  );
}
