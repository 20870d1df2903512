import type { ForeignPool } from '../model/index.ts';

/** The key of a cause of kind `pool`: its host, or `account@host` if it is one account there. */
export function poolCauseKey({ host, account }: ForeignPool): string {
  return account === null ? host : `${account}@${host}`;
}

/** The pool of such a key. An account may contain an `@`, a host does not. */
export function poolOfCause(key: string): ForeignPool {
  const at = key.lastIndexOf('@');
  return at < 0 ? { host: key, account: null } : { host: key.slice(at + 1), account: key.slice(0, at) };
}
