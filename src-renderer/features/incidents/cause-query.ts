import { firmwareOfCause } from '../../../src-shared/alerts/firmware-cause.ts';
import type { IncidentCause } from '../../../src-shared/model/index.ts';
import { networkQuery, quoteValue, rackQuery } from '../../../src-shared/query/index.ts';

/** The query for the miners of a cause; null if it has none. */
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
    case 'site':
      return key === 'farm' ? '' : null;
    default:
      return `${kind}=${quoteValue(key)}`;
  }
}
