import { ORPCError } from '@orpc/client';
import { NotConnectedError } from './connection.ts';

/** What went wrong with a call, in words for the person who asked for it. */
export function callErrorMessage(error: unknown): string {
  if (error instanceof NotConnectedError) return error.message;
  if (error instanceof ORPCError) return orpcMessage(error);
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return 'PowerHive did not answer in time; look whether it was done before you try again';
  }
  return 'the connection to PowerHive was lost before it answered; look whether it was done before you try again';
}

function orpcMessage(error: ORPCError<string, unknown>): string {
  const fields = fieldMessages(error.data);
  if (fields.length > 0) return fields.join('; ');
  if (error.code === 'INTERNAL_SERVER_ERROR') return 'PowerHive met an error of its own; its log says more';
  return error.message;
}

function fieldMessages(data: unknown): string[] {
  if (typeof data !== 'object' || data === null || !('fields' in data) || !Array.isArray(data.fields)) return [];
  return data.fields.map((field: { path: string; message: string }) => `${field.path}: ${field.message}`);
}
