import { matchesTerms, parseQuery } from '../../../../src-shared/query/index.ts';
import type { Result } from '../../../api/operation-types.ts';
import { refuseInput } from '../../../api/refuse.ts';
import { farmMoment } from '../farm-moment.ts';
import type { OperationsParts } from '../operations-parts.ts';

/**
 * The ids of the miners that a query matches now, to act on them. Refused if the query is invalid
 * or empty: an empty search shows the whole farm, but an empty order must not change it.
 */
export function queriedMiners(
  text: string,
  parts: Pick<OperationsParts, 'fleet' | 'settings' | 'clock' | 'maintenance'>,
): Result<readonly string[], 'UNPROCESSABLE_CONTENT'> {
  const query = parseQuery(text);
  const [wrong] = query.errors;
  if (wrong !== undefined) return refuseInput('query', wrong.message);
  if (query.terms.length === 0) return refuseInput('query', 'must not be empty; * is every miner.');
  const moment = farmMoment(parts);
  const found = parts.fleet.miners().filter((miner) => matchesTerms(query.terms, miner, moment));
  return { ok: true, value: found.map(({ id }) => id) };
}
