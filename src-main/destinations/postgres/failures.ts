import { DatabaseError } from 'pg';
import { redact } from '../../runtime/log/redact.ts';
import { networkWords, shortLine } from '../network-words.ts';
import type { OpenDestination, SendFailure } from '../outgoing-task.ts';
import { readAddress } from './address.ts';
import { SCHEMA } from './schema-migrations.ts';

/** A problem of the server that an operator must solve. */
export class ServerRefusal extends Error {}

/** A table is there already, or lacks a column, or has one of another type. */
const OF_ANOTHER = `its schema ${SCHEMA} holds tables of something else. Use another database`;

/** By SQLSTATE: what is wrong, and what to do. */
const WORDS: Readonly<Record<string, string>> = {
  '28P01': 'it refuses the user or the password',
  '28000': 'it does not let this user in from this computer (see its pg_hba.conf)',
  '42501': `the user lacks a right there. Grant it CREATE on the database, make it the owner of the schema ${SCHEMA}, or use the login that made its tables`,
  '3F000': `the schema ${SCHEMA} is missing there`,
  '42P01': `a table of the schema ${SCHEMA} is missing there`,
  '42P07': OF_ANOTHER,
  '42703': OF_ANOTHER,
  '42804': OF_ANOTHER,
  '25006': 'it takes no writes: it is a standby, or was made read-only',
  '53100': 'its disk is full',
  '53200': 'it is out of memory',
  '53300': 'it has too many connections',
  '55P03': 'something else locks its tables',
  '57014': 'it took too long',
  '57P01': 'it was stopped',
  '57P02': 'it was stopped',
  '57P03': 'it is starting or stopping',
};
/** By the beginning of an error of pg itself, which has no code. */
const OWN: readonly (readonly [text: string, words: string])[] = [
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be', 'it requires a password: enter it again'],
  ['timeout expired', 'no connection in time'],
  ['Query read timeout', 'no response in time'],
  ['Connection terminated', 'the connection was cut'],
  ['The server does not support SSL connections', 'it has no TLS, which sslmode=verify-full demands'],
  ['There was an error establishing an SSL connection', 'it is no PostgreSQL server, or one that takes no TLS'],
];

/** What an error of a connection means for sending. `refused`: a retry would be refused again. */
export type Judgement =
  | { readonly kind: 'refused'; readonly message: string }
  | ({ readonly kind: 'failed' } & SendFailure);

export function judge(
  error: unknown,
  { url, user, secret }: Pick<OpenDestination, 'url' | 'user' | 'secret'>,
): Judgement {
  const failed = (message: string, isCut = false): Judgement => {
    return { kind: 'failed', message, retryAfterMs: null, isCut };
  };
  if (error instanceof ServerRefusal) return failed(error.message);
  const { code, message = String(error) } = error as { code?: string; message?: string };
  const text = shortLine(redact(message, secret));
  if (error instanceof DatabaseError && code !== undefined) {
    if (code.startsWith('22')) return { kind: 'refused', message: text };
    const address = readAddress(url);
    if (code === '3D000' && typeof address !== 'string')
      return failed(`it has no database ${address.database}: create it, with ${user} as its owner`);
    const isCut = code.startsWith('57P') || code.startsWith('08');
    return failed(WORDS[code] === undefined ? text : `${WORDS[code]}: ${text}`, isCut);
  }
  const own = OWN.find(([start]) => message.startsWith(start));
  return failed(own?.[1] ?? networkWords({ ...(code === undefined ? {} : { code }), message: text }), true);
}
