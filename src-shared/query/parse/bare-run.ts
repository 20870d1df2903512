import type { Span } from '../query.ts';
import type { RawBracket, RawTerm } from './split-terms.ts';

/** Several words beside each other that are no terms with a field. */
export interface BareRun extends Span {
  readonly said: string;
}

/**
 * The words up to the cursor that may be said together with the word at the cursor: two of them and
 * more, the longest run first.
 */
export function bareRun(
  text: string,
  parts: readonly (RawTerm | RawBracket)[],
  last: RawTerm,
  cursor: number,
): readonly BareRun[] {
  const at = parts.indexOf(last);
  const runs: BareRun[] = [];
  for (let i = at; i >= 0; i--) {
    const part = parts[i];
    if (part === undefined || !isBare(part)) break;
    if (i < at) runs.unshift({ said: text.slice(part.from, cursor), from: part.from, to: last.to });
  }
  return runs;
}

/** The runs of words of a text as they stand, each as long as it is; also of a single word. */
export function bareRuns(text: string, parts: readonly (RawTerm | RawBracket)[]): readonly BareRun[] {
  const runs: BareRun[] = [];
  let isOpen = false;
  for (const part of parts) {
    const last = runs.at(-1);
    if (!isBare(part)) isOpen = false;
    else if (isOpen && last !== undefined)
      runs.splice(-1, 1, { said: text.slice(last.from, part.to), from: last.from, to: part.to });
    else {
      runs.push({ said: text.slice(part.from, part.to), from: part.from, to: part.to });
      isOpen = true;
    }
  }
  return runs;
}

function isBare(part: RawTerm | RawBracket): boolean {
  if ('bracket' in part || part.field !== null || part.negated) return false;
  const [only, ...more] = part.values;
  return only !== undefined && more.length === 0 && !only.quoted && !/^(?:or|and)$/i.test(only.text);
}
