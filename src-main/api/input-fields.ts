/** An error as zod reports it; only the parts that are used. */
interface Issue {
  readonly code?: string | undefined;
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly keys?: readonly string[] | undefined;
  /** The type of a value that is too small or too big. */
  readonly origin?: string | undefined;
  readonly minimum?: number | bigint | undefined;
  readonly maximum?: number | bigint | undefined;
  readonly inclusive?: boolean | undefined;
}

export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** Parts of REST input. Callers know their field as `managed`, not as `body.managed`. */
const PARTS_OF_A_REQUEST = new Set(['params', 'query', 'body']);

/**
 * The invalid fields of an input and why, in our own shape, so that the terms of a validation
 * library do not become part of the public API. Values are never quoted, since one may be a
 * password.
 */
export function fieldErrors(issues: readonly Issue[]): FieldError[] {
  return issues.flatMap((issue) => {
    const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step));
    if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
      return issue.keys.map((key) => ({ path: nameOf([...path, key]), message: 'is not a field of this request' }));
    }
    return [{ path: nameOf(path), message: messageOf(issue) }];
  });
}

/** A message for a bound; the schema's own message if it has one. */
function messageOf({ code, origin = '', message, minimum, maximum, inclusive = true }: Issue): string {
  const bound = code === 'too_small' ? minimum : code === 'too_big' ? maximum : undefined;
  if (bound === undefined || !/^Too (small|big): /.test(message)) return message.replace(/^Invalid input: /, '');
  const [or, than] = code === 'too_small' ? ['or more', 'more than'] : ['or less', 'less than'];
  const figure = inclusive ? `${bound} ${or}` : `${than} ${bound}`;
  const what = UNITS.get(origin);
  if (what === undefined) return `must be ${figure}`;
  if (code === 'too_small' && inclusive && bound === 1) return 'must not be empty';
  return `must have ${figure.replace('less', 'fewer')} ${what}`;
}

/** The unit of a length, by type. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['string', 'characters'],
  ['array', 'entries'],
  ['set', 'entries'],
]);

/** Most reported fields: a list of 10,000 miners may have an error in each. */
export const MOST_FIELDS = 100;
const MOST_IN_WORDS = 5;

/**
 * The first errors in one sentence: `managed: expected boolean, received string; colour: is not a
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
