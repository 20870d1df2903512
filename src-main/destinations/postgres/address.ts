import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isPrivateHost } from '../private-host.ts';

/** Address of a PostgreSQL server. `isEncrypted`: TLS, with certificate and name verified. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly isEncrypted: boolean;
}

const NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/**
 * Parses `postgresql://host[:port]/database[?sslmode=verify-full|disable]`, or returns what is
 * wrong with it. Other options are refused, because they could name files of this computer or other
 * hosts. Without `sslmode` the connection is encrypted, except to this computer and private
 * addresses.
 */
export function readAddress(text: string): PostgresAddress | string {
  const url = URL.parse(text);
  if (url === null) return 'this is no URL of one server: enter postgresql://host:5432/database';
  if (url.protocol !== 'postgresql:' && url.protocol !== 'postgres:') return 'must begin with postgresql://';
  if (url.username !== '' || url.password !== '') return 'enter user and secret in their own fields';
  if (url.hash !== '') return 'leave out what follows #';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0 && (!NAME.test(host) || ipaddr.isValid(host)))
    return 'must name one server: a name or an address, and no socket file';
  const database = decoded(url.pathname.slice(1));
  if (database === null || database === '' || database.includes('/'))
    return 'must end with the name of a database: postgresql://host:5432/database';
  for (const key of url.searchParams.keys())
    if (key !== 'sslmode')
      return `the option ${key.slice(0, 64)} is refused: only sslmode may follow the name of the database`;
  const modes = url.searchParams.getAll('sslmode');
  const [mode = isPrivateHost(host) ? 'disable' : 'verify-full'] = modes;
  if (modes.length > 1 || (mode !== 'verify-full' && mode !== 'disable'))
    return 'sslmode must be verify-full or disable: anything between encrypts without knowing to whom';
  if (mode === 'disable' && !isPrivateHost(host))
    return 'without encryption is for this computer and private addresses only: use sslmode=verify-full';
  return { host, port: url.port === '' ? 5432 : Number(url.port), database, isEncrypted: mode === 'verify-full' };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
