import { nearestWord } from '../text/nearest-word.ts';
import type { FarmValues } from './fields/farm-values.ts';
import { formatTerm } from './format-query.ts';
import type { QueryTerm, Span } from './query.ts';

/** A value of a search that the farm does not have, with the nearest one that occurs. */
export interface MeantValue extends Span {
  readonly value: string;
  readonly meant: string;
  /** The term with it. */
  readonly query: string;
}

/** The values that no miner has and that are nearly one that occurs: `state:minning`. */
export function meantValues(terms: readonly QueryTerm[], values: FarmValues): readonly MeantValue[] {
  return terms.flatMap((term) => {
    if (term.kind !== 'text' || !Object.hasOwn(values, term.field)) return [];
    const known = values[term.field as keyof FarmValues];
    return term.values.flatMap((value) => {
      const asked = value.toLowerCase();
      if (known.some(({ text, means }) => `${text} ${means}`.toLowerCase().includes(asked))) return [];
      const occurring = known.filter(({ miners }) => miners > 0);
      const near = nearestWord(
        asked,
        occurring.map(({ text }) => text.toLowerCase()),
      );
      const meant = occurring.find(({ text }) => text.toLowerCase() === near)?.text;
      if (meant === undefined) return [];
      const query = formatTerm({ ...term, values: term.values.map((one) => (one === value ? meant : one)) });
      return [{ value, meant, query, from: term.from, to: term.to }];
    });
  });
}
