import { ORPCError } from '@orpc/client';
import { apiTexts } from './api-texts.ts';
import { NotConnectedError } from './connection.ts';

/**
 * Fields that are all there is to change at their place: there the title of the toast says what was
 * refused.
 */
const NAMED_BY_THE_TITLE: ReadonlySet<string> = new Set([
  'body.nickname',
  'body.unlock_pass',
  'nickname',
  'unlock_pass',
]);

/** What went wrong with a call, in words for the person who asked for it. */
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
