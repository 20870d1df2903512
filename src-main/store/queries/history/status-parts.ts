import { Chain, Fan } from '../../../../src-shared/model/miner/status.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { allValues, objectsOf, type RowValues } from '../../file/row-values.ts';
import { columnsOf, GIVEN_IDS } from '../../file/statements.ts';

export const FAN_COLUMNS = columnsOf(Fan.shape);
export const CHAIN_COLUMNS = columnsOf(Chain.shape);

const SELECT_FANS = `SELECT status_id, ${FAN_COLUMNS.join(', ')} FROM status_fans
  WHERE status_id IN ${GIVEN_IDS} ORDER BY status_id, position`;
const SELECT_CHAINS = `SELECT status_id, ${CHAIN_COLUMNS.join(', ')} FROM chain_snapshots
  WHERE status_id IN ${GIVEN_IDS} AND miner_key IS NULL ORDER BY status_id, id`;

/** Fans and chains of statuses, in the order of the statuses and of the miner. */
export interface PackedParts {
  readonly fans: readonly RowValues[];
  readonly chains: readonly RowValues[];
}

export interface StatusParts {
  readonly fans: Fan[];
  readonly chains: Chain[];
}

/** The parts of the given statuses as values, which another thread can take at little cost. */
export function packParts(sqlite: Sqlite, statusIds: readonly number[]): PackedParts {
  const given = JSON.stringify(statusIds);
  return { fans: allValues(sqlite, SELECT_FANS, given), chains: allValues(sqlite, SELECT_CHAINS, given) };
}

const fanOf = objectsOf<Fan>(FAN_COLUMNS, 1);
const chainOf = objectsOf<Chain>(CHAIN_COLUMNS, 1);

/** The parts of each status, by its id. */
export function unpackParts(packed: PackedParts): (id: number) => StatusParts {
  const fans = byStatus(packed.fans, fanOf);
  const chains = byStatus(packed.chains, chainOf);
  return (id) => ({ fans: fans.get(id) ?? [], chains: chains.get(id) ?? [] });
}

/** Fans and chains of the given statuses, by id, in the order of the miner. */
export function readParts(sqlite: Sqlite, statusIds: readonly number[]): (id: number) => StatusParts {
  return unpackParts(packParts(sqlite, statusIds));
}

/** Rows that begin with the id of their status, as objects by this id. */
function byStatus<R>(rows: readonly RowValues[], objectOf: (values: RowValues) => R): Map<number, R[]> {
  const groups = new Map<number, R[]>();
  for (const values of rows) {
    const statusId = values[0] as number;
    const group = groups.get(statusId);
    if (group === undefined) groups.set(statusId, [objectOf(values)]);
    else group.push(objectOf(values));
  }
  return groups;
}
