/**
 * Conditions that leave out rows which are in a block already and only wait to be deleted
 * (schema/history.ts, sealed_rows). They are deleted later, and in the order in which they were
 * written: rows of one miner lie on as many pages as there are rows, those of one minute on few.
 */
export const UNCOMPACTED_STATUS = `NOT EXISTS (
  SELECT 1 FROM sealed_rows WHERE kind = 'status' AND sealed_rows.miner_key = statuses.miner_key
    AND from_at = statuses.recorded_at / 3600000 * 3600000 AND statuses.id <= through_id)`;

export const UNCOMPACTED_BOARD = `NOT EXISTS (
  SELECT 1 FROM sealed_rows WHERE kind = 'chip' AND sealed_rows.miner_key = chain_snapshots.miner_key
    AND from_at = chain_snapshots.recorded_at / 3600000 * 3600000 AND chain_snapshots.id <= through_id)`;
