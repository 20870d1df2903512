import { fields, isObject, text } from '../../fields.ts';

/**
 * The `status` of a board, wherever it is reported: an object with `state` and, as its reason,
 * `description` (`/summary`) or `failure_message` (`/chains`, `/boards`), or the bare state as
 * text. Unknown where it is missing.
 */
export function parseBoardStatus(value: unknown): { readonly state: string | null; readonly reason: string | null } {
  if (!isObject(value)) return { state: text(value), reason: null };
  const status = fields(value);
  return {
    state: text(status['state']) ?? text(status['status']),
    reason: text(status['failure_message']) ?? text(status['description']),
  };
}
