import { leavesOf, type QueryLanguage } from '../../../../src-shared/query/index.ts';
import { shownTemperatureUnit, tempText } from '../../../../src-shared/temperature.ts';
import { fleetTexts } from '../fleet-texts.ts';

const texts = fleetTexts.search;

/**
 * If temperatures are shown in °F: explains that a figure without a unit is in °C, and how to write
 * it in °F.
 */
export function celsiusNotes(terms: ReturnType<QueryLanguage['parse']>['terms']): readonly string[] {
  if (shownTemperatureUnit() === 'celsius') return [];
  return leavesOf(terms).flatMap((term) =>
    term.kind === 'number' && term.field === 'temp'
      ? term.values.filter(({ bare }) => bare).map(({ text, value }) => texts.inCelsius(text, tempText(value)))
      : [],
  );
}
