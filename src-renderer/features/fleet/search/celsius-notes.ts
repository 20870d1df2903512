import type { QueryLanguage } from '../../../../src-shared/query/index.ts';
import { shownTemperatureUnit, tempText } from '../../../../src-shared/temperature.ts';
import { fleetTexts } from '../fleet-texts.ts';

const texts = fleetTexts.search;

/**
 * Where temperatures are shown in °F: what a figure without a unit means, and how to ask for the
 * one that was perhaps meant.
 */
export function celsiusNotes(terms: ReturnType<QueryLanguage['parse']>['terms']): readonly string[] {
  if (shownTemperatureUnit() === 'celsius') return [];
  return terms.flatMap((term) =>
    term.kind === 'number' && term.field === 'temp'
      ? term.values.filter(({ bare }) => bare).map(({ text, value }) => texts.inCelsius(text, tempText(value)))
      : [],
  );
}
