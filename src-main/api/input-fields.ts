/** An error as zod reports it; only the parts that are used. */
interface Issue {
  readonly code?: string | undefined;
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly keys?: readonly string[] | undefined;
}

export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** Parts of REST input. Callers know their field as `managed`, not as `body.managed`. */
const PARTS_OF_A_REQUEST = new Set(['params', 'query', 'body']);

/**
 * The invalid fields of an input and why, in our own shape, so that the terms of a validation
 * library do not become part of the public API (`issueWords` has the messages). A value of a wrong
 * type is reported for that alone.
 */
export function fieldErrors(issues: readonly Issue[]): FieldError[] {
  const errors = issues.flatMap((issue) => {
    const { code } = issue;
    const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step));
    if (code === 'unrecognized_keys' && issue.keys !== undefined) {
      return issue.keys.map((key) => ({
        path: nameOf([...path, key]),
        message: 'is not a field of this request',
        code,
      }));
    }
    return [{ path: nameOf(path), message: issue.message, code }];
  });
  const ofWrongType = new Set(errors.flatMap(({ path, code }) => (code === 'invalid_type' ? [path] : [])));
  return errors
    .filter(({ path, code }) => code === 'invalid_type' || code === 'unrecognized_keys' || !ofWrongType.has(path))
    .map(({ path, message }) => ({ path, message }));
}

/** Most reported fields: a list of 10,000 miners may have an error in each. */
export const MOST_FIELDS = 100;
const MOST_IN_WORDS = 5;

/**
 * The first errors in one sentence: `managed: must be true or false; colour: is not a
 * field of this request`.
 */
export function errorsInWords(fields: readonly FieldError[]): string {
  const words = fields
    .slice(0, MOST_IN_WORDS)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  const more = fields.length - words.length;
  return [...words, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function nameOf(path: readonly string[]): string {
  const [part, ...rest] = path;
  return (part !== undefined && rest.length > 0 && PARTS_OF_A_REQUEST.has(part) ? rest : path).join('.');
}
