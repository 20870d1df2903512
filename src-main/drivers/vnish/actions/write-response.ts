import type { WriteResponse } from '../../commands.ts';
import { isHtml, parseJson } from '../../http/describe-body.ts';
import type { HttpResponse, WriteResult } from '../../http/transport.ts';
import { isOwnFailure } from '../../outcome.ts';
import { fields, flag } from '../../parse-fields.ts';
import type { CommandResult } from '../client.ts';
import { parseErrorText } from '../payloads/access.ts';
import { withoutSecrets } from '../sent-secrets.ts';

/** Statuses of a proxy on the way, or of a server that failed halfway. */
const OVERLOADED = new Set([408, 425, 502, 503, 504]);

/**
 * Interprets the result of a write. Secrets of the request are removed from the message. `what`
 * names the command in it, such as `restart`.
 */
export function readWrite(result: CommandResult, what: string): WriteResponse {
  const response = readEnd(result, what);
  return 'message' in response ? { ...response, message: withoutSecrets(response.message, result.secrets) } : response;
}

function readEnd({ begun, outcome }: WriteResult, what: string): WriteResponse {
  if (outcome.ok) return readWriteResponse(outcome.value, what);
  const { message } = outcome.error;
  return begun
    ? { sent: 'unknown', message: `It may have been done: ${message}` }
    : { sent: 'not_sent', message: `Not sent: ${message}`, own: isOwnFailure(outcome.error) };
}

function readWriteResponse({ status, body }: HttpResponse, what: string): WriteResponse {
  const parsed = parseJson(body);
  if (status >= 200 && status < 300) return readYes(body, parsed.json ? parsed.value : undefined);
  const reason = parsed.json ? parseErrorText(parsed.value) : null;
  if (reason !== null) return { sent: 'refused', message: `The miner refused: ${reason}` };
  if (status === 404 || status === 405) return { sent: 'refused', message: `This firmware has no ${what}` };
  if (status === 401 || status === 403) {
    return {
      sent: 'refused',
      message: 'The miner no longer accepts the API key. The next scan renews it; then try again.',
    };
  }
  if (status >= 500 || OVERLOADED.has(status)) {
    return { sent: 'unknown', message: `It may have been done: the miner answered ${status} without a reason` };
  }
  return { sent: 'refused', message: `The miner refused with ${status}` };
}

/**
 * Commands are accepted with an empty body; settings return which restart they need. A web page or
 * truncated JSON is not a response of the API.
 */
function readYes(body: string, value: unknown): WriteResponse {
  if (body.trim() !== '' && value === undefined) {
    const shown = isHtml(body) ? 'a web page' : 'text that is not JSON';
    return { sent: 'unknown', message: `It may have been done: the miner answered with ${shown}` };
  }
  const { restart_required, reboot_required } = fields(value);
  return {
    sent: 'accepted',
    restart_required: flag(restart_required),
    reboot_required: flag(reboot_required),
  };
}
