/**
 * Temperatures are in °C inside the program, in queries and in all interfaces. Only this file
 * converts them for display, to the unit in the settings.
 */
import type { TemperatureUnit } from './model/index.ts';
import { type Quantity, UNKNOWN } from './units.ts';

/** Like a locale, global for the process; a thread gets it with each request. */
let shownUnit: TemperatureUnit = 'celsius';

/** Sets the unit in which this process shows temperatures. */
export function showTemperaturesIn(unit: TemperatureUnit): void {
  shownUnit = unit;
}

export function shownTemperatureUnit(): TemperatureUnit {
  return shownUnit;
}

/** "°C" or "°F". */
export function temperatureSign(unit: TemperatureUnit = shownUnit): string {
  return unit === 'celsius' ? '°C' : '°F';
}

/** A temperature as a figure of the shown unit, for charts; null is unknown. */
export function shownTemp(tempC: number | null): number | null {
  return tempC === null ? null : inUnit(tempC, shownUnit);
}

/** A figure of `shownTemp` with its unit. */
export function shownTempText(figure: number): string {
  return `${figure.toFixed(0)} ${temperatureSign()}`;
}

/** A difference of temperatures in the shown unit. */
export function shownTempSpan(spanC: number): number {
  return inUnit(spanC, shownUnit) - inUnit(0, shownUnit);
}

/** A temperature without the letter of its unit, for places where that is clear: 68°. */
export function formatTemp(tempC: number | null): Quantity {
  return { figure: tempC === null ? UNKNOWN : `${inUnit(tempC, shownUnit).toFixed(0)}°`, unit: '' };
}

/** A temperature with its unit: "68 °C", "154 °F". */
export function tempText(tempC: number, unit: TemperatureUnit = shownUnit): string {
  return `${inUnit(tempC, unit).toFixed(0)} ${temperatureSign(unit)}`;
}

function inUnit(tempC: number, unit: TemperatureUnit): number {
  return unit === 'celsius' ? tempC : tempC * 1.8 + 32;
}
