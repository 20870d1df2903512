import type { IncomingHttpHeaders } from 'node:http';
import type { Actor } from '../../src-shared/model/index.ts';
import { shownToken, type TokenDirectory } from './bearer-token.ts';

/**
 * The header by which the command line identifies itself. It gives no rights: every holder of the
 * token may send it.
 */
export const CLIENT_HEADER = 'x-powerhive-client';
export const CLI_CLIENT = 'cli';

/** The screens in a browser, which use the token of the token file. */
export const BROWSER: Actor = { via: 'browser', name: 'browser', scope: 'operate' };

const COMMAND_LINE: Actor = { via: 'cli', name: 'command line', scope: 'operate' };
const TOKEN_FILE: Actor = { via: 'rest', name: 'token file', scope: 'operate' };

/** The actor of a REST request. The token was checked before. */
export function restActor(headers: IncomingHttpHeaders, { find }: TokenDirectory): Actor {
  const shown = shownToken(headers);
  const token = shown === undefined ? null : find(shown);
  if (token !== null) return { via: 'rest', name: token.name, scope: token.scope };
  return headers[CLIENT_HEADER] === CLI_CLIENT ? COMMAND_LINE : TOKEN_FILE;
}
