import { LONGEST_MAINTENANCE_QUERY } from '../../../../src-shared/limits/text-limits.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { rackOf } from '../../../../src-shared/place.ts';
import { rackQuery } from '../../../../src-shared/query/index.ts';

/** The path of the maintenance. A query in the address is the beginning of a new one. */
export const NEW_MAINTENANCE_PATH = '/incidents/maintenance';

/**
 * The query for some miners of a farm: their racks where all miners of those are among them, so that
 * it also finds the successor of a miner, and otherwise their MAC addresses. Null if it would be too
 * long.
 */
export function queryOf(chosen: readonly Pick<Miner, 'id' | 'place'>[], farm: readonly Pick<Miner, 'id' | 'place'>[]) {
  const ids = new Set(chosen.map(({ id }) => id));
  const whole = new Set(chosen.map(({ place }) => rackOf(place)).filter((rack) => rack !== null));
  for (const { id, place } of farm) if (!ids.has(id)) whole.delete(rackOf(place) ?? '');
  const others = chosen.filter(({ place }) => !whole.has(rackOf(place) ?? ''));
  const query = [
    ...(whole.size === 0 ? [] : [rackQuery(...whole)]),
    ...(others.length === 0 ? [] : [`mac=${others.map(({ id }) => id).join('|')}`]),
  ].join(' or ');
  return query.length <= LONGEST_MAINTENANCE_QUERY ? query : null;
}
