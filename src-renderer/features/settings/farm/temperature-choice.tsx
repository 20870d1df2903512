import type { Settings } from '../../../../src-shared/model/index.ts';
import { useSaveSettings } from '../../../api/use-settings.ts';
import { Choice } from '../../../ui/forms/choice.tsx';
import { farmSettingsTexts } from './farm-settings-texts.ts';

const texts = farmSettingsTexts.temperature;
const UNITS = [
  { value: 'celsius', text: texts.celsius },
  { value: 'fahrenheit', text: texts.fahrenheit },
] as const;

/** The unit of temperatures. */
export function TemperatureChoice({ display }: { display: Settings['display'] }) {
  const save = useSaveSettings();
  return (
    <Choice
      label={texts.title}
      options={UNITS}
      value={display.temperature_unit}
      onChange={(temperature_unit) => save.mutate({ display: { temperature_unit } })}
    />
  );
}
