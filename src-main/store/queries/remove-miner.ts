import { z } from 'zod';
import type { Sqlite } from '../file/database-file.ts';
import type { MinerDecision } from '../miner-records.ts';
import { digestOf, type KeptForUndo } from '../replacement-records.ts';

/** What happens to the history of a miner that is removed. */
export type RemovedHistory = 'keep' | 'drop';

const NO_TAGS = '[]';
const Tags = z.array(z.string());

interface LivingRow {
  readonly miner_key: number;
  readonly managed: number;
  readonly nickname: string | null;
  readonly tags: string;
  readonly place: string | null;
  readonly unlock_pass_sealed: string | null;
}

/**
 * The columns that are cleared when a miner leaves: only its name and its history remain. It has no
 * latest reading, so that everything can be compacted.
 */
const LEFT = `ip = NULL, managed = 0, api_key_sealed = NULL, unlock_pass_sealed = NULL, latest_status_id = NULL, latest_pools = NULL,
  tuned_presets = NULL, preset_set = NULL, preset_baseline = NULL, pools_set = NULL, pools_before = NULL, conditions_since = NULL`;

/** How miners leave the farm, and come back. The caller opens the transaction. */
export function prepareMinerLife(sqlite: Sqlite) {
  const find = sqlite.prepare<[string], LivingRow>(
    'SELECT miner_key, managed, nickname, tags, place, unlock_pass_sealed FROM miners WHERE id = ? AND gone IS NULL',
  );
  const learnt = sqlite.prepare<[number], KeptForUndo['columns']>(
    'SELECT tuned_presets, preset_set, preset_baseline, pools_set, pools_before FROM miners WHERE miner_key = ?',
  );
  const earlier = sqlite.prepare<[number], number>('SELECT miner_key FROM miners WHERE successor_key = ?').pluck();
  const keep = sqlite.prepare<[string]>(`UPDATE miners SET gone = 'removed', ${LEFT} WHERE id = ? AND gone IS NULL`);
  const drop = sqlite.prepare<[{ id: string }]>(
    `UPDATE miners SET gone = 'dropped', successor_key = NULL, id = CASE WHEN id = @id THEN id || '#' || miner_key ELSE id END,
       nickname = NULL, tags = '[]', place = NULL, label = NULL, hostname = NULL, replaced = NULL, ${LEFT}
     WHERE id = @id OR successor_key = (SELECT miner_key FROM miners WHERE id = @id)`,
  );
  const inherit = sqlite.prepare<[number, string | null, string, string | null, string | null, number]>(
    `UPDATE miners SET managed = ?, nickname = ?, tags = ?, place = ?, unlock_pass_sealed = ? WHERE miner_key = ?`,
  );
  const handOn = sqlite.prepare<[number, number]>('UPDATE miners SET successor_key = ? WHERE successor_key = ?');
  const leave = sqlite.prepare<[number, string, number]>(
    `UPDATE miners SET gone = 'replaced', successor_key = ?, replaced = ?, id = id || '#' || miner_key, ${LEFT} WHERE miner_key = ?`,
  );
  const revive = sqlite.prepare<[string]>(
    `UPDATE miners SET gone = NULL, nickname = NULL, tags = '[]', place = NULL WHERE id = ? AND gone = 'removed'`,
  );
  return {
    /** Removes a miner. Its history is kept under its id, or is deleted gradually (erase-removed-miners.ts). */
    removeMiner(id: string, history: RemovedHistory): void {
      if (history === 'keep') keep.run(id);
      else drop.run({ id });
    },
    /**
     * Replaces a miner with another, which takes over its decisions, and the history of it and of
     * those it had replaced. Returns the decisions; null, without a change, if one of them is no
     * longer a miner of the farm.
     */
    replaceMiner(id: string, successorId: string): MinerDecision | null {
      const [old, successor] = [find.get(id), find.get(successorId)];
      if (old === undefined || successor === undefined) return null;
      const unlock_pass_sealed = old.unlock_pass_sealed ?? successor.unlock_pass_sealed;
      const nickname = old.nickname ?? successor.nickname;
      // The place and its breaker do not change: only the machine there does.
      const tags = old.tags === NO_TAGS ? successor.tags : old.tags;
      const place = old.place ?? successor.place;
      const kept: KeptForUndo = {
        managed: old.managed,
        had_password: old.unlock_pass_sealed !== null,
        password_digest: digestOf(old.unlock_pass_sealed),
        handed_on: earlier.all(old.miner_key),
        successor_key: successor.miner_key,
        before: decisionsOf(successor),
        given: { managed: old.managed, nickname, tags, place },
        columns: learnt.get(old.miner_key) as KeptForUndo['columns'],
      };
      inherit.run(old.managed, nickname, tags, place, unlock_pass_sealed, successor.miner_key);
      handOn.run(successor.miner_key, old.miner_key);
      leave.run(successor.miner_key, JSON.stringify(kept), old.miner_key);
      const decided = { nickname, tags: Tags.parse(JSON.parse(tags)), place, unlock_pass_sealed };
      return { managed: old.managed === 1, ...decided };
    },
    /** A removed miner that is seen again is new, except for the history that was kept. */
    revive: (id: string): boolean => revive.run(id).changes > 0,
  };
}

function decisionsOf({ managed, nickname, tags, place }: LivingRow): KeptForUndo['before'] {
  return { managed, nickname, tags, place };
}
