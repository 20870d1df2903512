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

function fieldMessages(data: unknown): string[] {
  if (typeof data !== 'object' || data === null || !('fields' in data) || !Array.isArray(data.fields)) return [];
  return data.fields.map(({ path, message }: { path: string; message: string }) =>
    NAMED_BY_THE_TITLE.has(path) ? message : apiTexts.field(path, message),
  );
}
