import { ORPCError } from '@orpc/client';
import { apiTexts } from './api-texts.ts';
import { NotConnectedError } from './connection/connection.ts';

/** Fields that are edited alone: the title of the toast already names what was refused. */
const NAMED_BY_THE_TITLE: ReadonlySet<string> = new Set([
  'body.nickname',
  'body.unlock_pass',
  'nickname',
  'unlock_pass',
]);

/** The message for a failed call, for the operator. */
export function callErrorMessage(error: unknown): string {
  if (error instanceof NotConnectedError) return error.message;
  if (error instanceof ORPCError) return orpcMessage(error);
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return apiTexts.timeout;
  }
  return apiTexts.lost;
}

function orpcMessage(error: ORPCError<string, unknown>): string {
  const fields = fieldMessages(error.data);
  if (fields.length > 0) return fields.join('; ');
  if (error.code === 'INTERNAL_SERVER_ERROR') return apiTexts.internal;
  return withoutOrderField(error.message, error.data);
}

/**
 * The message for a failed call to the farm that is shown. A search was checked here: if another site
 * refuses it, its version knows less.
 */
export function farmErrorMessage(error: unknown, site: string | null): string {
  const refused = site === null || !(error instanceof ORPCError) ? [] : refusedFields(error.data).filter(isSearch);
  const [first] = refused;
  return first === undefined || site === null ? callErrorMessage(error) : apiTexts.searchRefused(site, first.message);
}

/** The field of a search, in a call and in REST. */
function isSearch({ path }: RefusedField): boolean {
  return /^(?:query\.)?(?:query|q)$/.test(path);
}

/** The parts of an order. Its panel names what is ordered, and for which miners. */
const OF_AN_ORDER = /^(ids|query|params|confirm_count|start_at)\b/;

/** The message without the field that it begins with, which only callers of REST know. */
function withoutOrderField(message: string, data: unknown): string {
  if (typeof data !== 'object' || data === null || !('path' in data) || typeof data.path !== 'string') return message;
  const { path } = data;
  if (!OF_AN_ORDER.test(path) || !message.startsWith(`${path}: `)) return message;
  const words = message.slice(path.length + 2);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface RefusedField {
  readonly path: string;
  readonly message: string;
}

function fieldMessages(data: unknown): string[] {
  return refusedFields(data).map(({ path, message }) =>
    NAMED_BY_THE_TITLE.has(path) ? message : apiTexts.field(path, message),
  );
}

function refusedFields(data: unknown): readonly RefusedField[] {
  if (typeof data !== 'object' || data === null || !('fields' in data) || !Array.isArray(data.fields)) return [];
  return data.fields;
}
