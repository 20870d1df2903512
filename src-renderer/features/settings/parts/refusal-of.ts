import { ORPCError } from '@orpc/client';
import { callErrorMessage } from '../../../api/call-error.ts';

/** A refusal, with the path of its field if the program names one. */
export interface FormRefusal {
  readonly path: string | null;
  readonly message: string;
}

export function refusalOf(error: unknown): FormRefusal {
  const message = callErrorMessage(error);
  if (!(error instanceof ORPCError)) return { path: null, message };
  const { data } = error as ORPCError<string, { path?: unknown; fields?: unknown } | null>;
  const field = onlyField(data?.fields);
  if (field !== null) return field;
  const path = typeof data?.path === 'string' ? data.path : null;
  const own = path !== null && message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
  return { path, message: sentence(own) };
}

/** What the program says of a field follows its name there; here it stands alone. */
function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The message for the field of this path; null if it belongs elsewhere. */
export function messageAt(refusal: FormRefusal | null, path: string): string | null {
  return refusal?.path === path ? refusal.message : null;
}

/** The message if it belongs to no field of the form. */
export function unplacedMessage(refusal: FormRefusal | null, fields: ReadonlySet<string>): string | null {
  return refusal === null || (refusal.path !== null && fields.has(refusal.path)) ? null : refusal.message;
}

/** The message of the contract for a single field; null if there are none or several. */
function onlyField(fields: unknown): FormRefusal | null {
  if (!Array.isArray(fields) || fields.length !== 1) return null;
  const [{ path, message }] = fields as [{ path: string; message: string }];
  return { path: path.replace(/^body\./, ''), message: sentence(message) };
}
