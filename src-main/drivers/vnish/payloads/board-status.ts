import { fields, isObject, knownWord, text } from '../../fields.ts';

/**
 * The `status` of a board, wherever it is reported: an object with `state` and, as its reason,
 * `description` (`/summary`) or `failure_message` (`/chains`, `/boards`), or the bare state as
 * text. No state where it is missing, or where the firmware itself says `unknown`: the board is in
 * that of the miner then.
 */
export function parseBoardStatus(value: unknown): { readonly state: string | null; readonly reason: string | null } {
  if (!isObject(value)) return { state: knownWord(value), reason: null };
  const status = fields(value);
  return {
    state: knownWord(status['state']) ?? knownWord(status['status']),
    reason: text(status['failure_message']) ?? text(status['description']),
  };
}
