import { momentOf } from '../../../src-shared/miner-now.ts';
import { matchesQuery, parseQuery } from '../../../src-shared/query/index.ts';
import type { Result } from '../../api/operations.ts';
import { refuseInput } from '../../api/refuse.ts';
import type { OperationsParts } from './parts.ts';

/**
 * The ids of the miners that a query matches now, to act on them. Refused if the query is invalid
 * or empty: an empty search shows the whole farm, but an empty order must not change it.
 */
export function queriedMiners(
  text: string,
  { fleet, settings, clock }: Pick<OperationsParts, 'fleet' | 'settings' | 'clock'>,
): Result<readonly string[], 'UNPROCESSABLE_CONTENT'> {
  const query = parseQuery(text);
  const [wrong] = query.errors;
  if (wrong !== undefined) return refuseInput('query', wrong.message);
  if (query.terms.length === 0) return refuseInput('query', 'must not be empty; * is every miner.');
  const { nowMs, staleAfterMs } = momentOf(clock.nowMs(), settings.current.intervals.status_seconds);
  const found = fleet.miners().filter((miner) => matchesQuery(query, miner, nowMs, staleAfterMs));
  return { ok: true, value: found.map(({ id }) => id) };
}
