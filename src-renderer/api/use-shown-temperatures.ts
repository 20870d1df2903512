import type { TemperatureUnit } from '../../src-shared/model/index.ts';
import { showTemperaturesIn } from '../../src-shared/temperature.ts';
import { useSettings } from './use-settings.ts';

/**
 * Sets the temperature unit of this page from the settings. Components read the unit when they are
 * drawn: use the returned unit as their key, so that a change draws them again.
 */
export function useShownTemperatures(): TemperatureUnit {
  const unit = useSettings().data?.display.temperature_unit ?? 'celsius';
  showTemperaturesIn(unit);
  return unit;
}
