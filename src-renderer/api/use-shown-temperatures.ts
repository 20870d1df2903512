import type { TemperatureUnit } from '../../src-shared/model/index.ts';
import { showTemperaturesIn } from '../../src-shared/temperature.ts';
import { useSettings } from './use-settings.ts';

/**
 * Has this page show temperatures as the settings say. Screens read the unit as they are drawn: those
 * under a key of the returned unit are drawn again with another one.
 */
export function useShownTemperatures(): TemperatureUnit {
  const unit = useSettings().data?.display.temperature_unit ?? 'celsius';
  showTemperaturesIn(unit);
  return unit;
}
