import { fields, isObject, knownWord, text } from '../../parse-fields.ts';

/**
 * Parses the `status` of a board: the bare state as text, or an object with `state` and a reason in
 * `description` (`/summary`) or `failure_message` (`/chains`, `/boards`). `state` is null if it is
 * missing or `unknown`: then the board has the state of the miner.
 */
export function parseBoardStatus(value: unknown): { readonly state: string | null; readonly reason: string | null } {
  if (!isObject(value)) return { state: knownWord(value), reason: null };
  const status = fields(value);
  return {
    state: knownWord(status['state']) ?? knownWord(status['status']),
    reason: text(status['failure_message']) ?? text(status['description']),
  };
}
