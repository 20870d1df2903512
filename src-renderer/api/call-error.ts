import { ORPCError } from '@orpc/client';
import { apiTexts } from './api-texts.ts';
import { NotConnectedError } from './connection.ts';

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
  return error.message;
}

function fieldMessages(data: unknown): string[] {
  if (typeof data !== 'object' || data === null || !('fields' in data) || !Array.isArray(data.fields)) return [];
  return data.fields.map(({ path, message }: { path: string; message: string }) =>
    NAMED_BY_THE_TITLE.has(path) ? message : apiTexts.field(path, message),
  );
}
