import { firmwareOfCause } from '../../../src-shared/alerts/firmware-cause.ts';
import { poolOfCause } from '../../../src-shared/alerts/pool-cause.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import type { IncidentCause, Miner } from '../../../src-shared/model/index.ts';
import { networkQuery, quoteValue, rackQuery } from '../../../src-shared/query/index.ts';
import { exactQuery } from '../../miner-view/exact-query.ts';

/** The query for all miners of a cause, also those that are well; null if it has none. */
export function causeQuery({ kind, key }: IncidentCause): string | null {
  switch (kind) {
    case 'miner':
      return `mac=${key}`;
    case 'network':
      return networkQuery(key);
    case 'rack':
      return rackQuery(key);
    case 'firmware': {
      const { model, version } = firmwareOfCause(key);
      return `model=${quoteValue(model)} firmware=${quoteValue(version)}`;
    }
    case 'pool': {
      const { host, account } = poolOfCause(key);
      // Also those that use none, because it does not work.
      const ofHost = `pools=${quoteValue(host)}`;
      return account === null ? ofHost : `${ofHost} account=${quoteValue(account)}`;
    }
    case 'site':
      return key === 'farm' ? '' : null;
    default:
      return `${kind}=${quoteValue(key)}`;
  }
}

/** The query for these miners of a cause, or for all of the cause where they have none; null if it has none. */
export function membersQuery(
  cause: IncidentCause,
  members: readonly Miner[],
  { miners, moment }: { readonly miners: readonly Miner[]; readonly moment: Moment },
): string | null {
  const all = causeQuery(cause);
  return exactQuery(members, miners, moment, all === null || all === '' ? [] : [all]) ?? all;
}
