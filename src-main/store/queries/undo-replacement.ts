import type { Sqlite } from '../file/database-file.ts';
import { jsonColumn } from '../file/row-values.ts';
import { prepared } from '../file/statements.ts';
import type { MinerDecision, StoredMiner } from '../miner-records.ts';
import { digestOf, KeptForUndo, type Replacement, type UndoneReplacement } from '../replacement-records.ts';
import { StoreError } from '../store-error.ts';
import { readMiner } from './fleet-part.ts';

interface ReplacedRow {
  readonly miner_key: number;
  readonly successor_key: number | null;
  readonly nickname: string | null;
  readonly tags: string;
  readonly place: string | null;
  readonly replaced: string | null;
}
interface LivingRow {
  readonly miner_key: number;
  readonly id: string;
  readonly managed: number;
  readonly nickname: string | null;
  readonly tags: string;
  readonly place: string | null;
  readonly unlock_pass_sealed: string | null;
  readonly gone: string | null;
}

const LIVING = 'miner_key, id, managed, nickname, tags, place, unlock_pass_sealed, gone';

/** The latest replacement of the miner with this id. */
export function readReplacement(sqlite: Sqlite, id: string): Replacement {
  const found = find(sqlite, id);
  if (found.state !== 'undoable') return found;
  return { state: 'undoable', successor_id: found.successor.id, name: found.old.nickname };
}

function find(sqlite: Sqlite, id: string) {
  const old = prepared<[string], ReplacedRow>(
    sqlite,
    `SELECT miner_key, successor_key, nickname, tags, place, replaced FROM miners
     WHERE gone = 'replaced' AND id = ? || '#' || miner_key ORDER BY miner_key DESC LIMIT 1`,
  ).get(id);
  if (old === undefined) return { state: 'none' } as const;
  const kept = jsonColumn(old.replaced, KeptForUndo);
  if (kept === null) return { state: 'not_kept' } as const;
  const byKey = prepared<[number], LivingRow>(sqlite, `SELECT ${LIVING} FROM miners WHERE miner_key = ?`);
  const successor = byKey.get(kept.successor_key);
  if (successor === undefined || successor.gone !== null || old.successor_key !== kept.successor_key) {
    return { state: 'successor_left' } as const;
  }
  const back = prepared<[string], LivingRow>(sqlite, `SELECT ${LIVING} FROM miners WHERE id = ?`).get(id) ?? null;
  if (back !== null && back.gone !== null) return { state: 'removed' } as const;
  return { state: 'undoable', old, kept, successor, back } as const;
}

/** The undo of a replacement. The caller opens the transaction. */
export function prepareUndoReplacement(sqlite: Sqlite) {
  const decide = sqlite.prepare<[number, string | null, string, string | null, string | null, number]>(
    'UPDATE miners SET managed = ?, nickname = ?, tags = ?, place = ?, unlock_pass_sealed = ? WHERE miner_key = ?',
  );
  const hand = sqlite.prepare<[number, string]>(
    'UPDATE miners SET successor_key = ? WHERE miner_key IN (SELECT value FROM json_each(?))',
  );
  const forget = sqlite.prepare<[number]>('UPDATE miners SET replaced = NULL WHERE miner_key = ?');
  const revive = sqlite.prepare<[string, ...(string | null)[], number]>(
    `UPDATE miners SET gone = NULL, successor_key = NULL, id = ?, tuned_presets = ?, preset_set = ?, preset_baseline = ?,
       pools_set = ?, pools_before = ? WHERE miner_key = ?`,
  );
  return {
    /**
     * Puts a replaced miner back in its place, with its name, its decisions and its history, and gives
     * the successor its own decisions back, except those that were changed since. Where the replaced
     * miner was found again meanwhile, that one gets all of it. Throws if it cannot be undone.
     */
    undoReplaceMiner(id: string): UndoneReplacement {
      const found = find(sqlite, id);
      if (found.state !== 'undoable') throw new StoreError('failed', `The replacement of ${id} cannot be undone.`);
      const { old, kept, successor, back } = found;
      const { before, given, columns } = kept;
      // One that was entered for the successor since is its own, and never the old miner's.
      const isOlds =
        kept.had_password &&
        (kept.password_digest === null || kept.password_digest === digestOf(successor.unlock_pass_sealed));
      const stays = <T>(is: T, was: T, got: T): T => (is === got ? was : is);
      decide.run(
        stays(successor.managed, before.managed, given.managed),
        stays(successor.nickname, before.nickname, given.nickname),
        stays(successor.tags, before.tags, given.tags),
        stays(successor.place, before.place, given.place),
        isOlds ? null : successor.unlock_pass_sealed,
        successor.miner_key,
      );
      const [mine, history] = back === null ? [old, kept.handed_on] : [back, [...kept.handed_on, old.miner_key]];
      hand.run(mine.miner_key, JSON.stringify(history));
      forget.run(old.miner_key);
      if (back === null) revive.run(id, ...Object.values(columns), old.miner_key);
      decide.run(
        kept.managed,
        old.nickname ?? mine.nickname,
        old.tags === '[]' ? mine.tags : old.tags,
        old.place ?? mine.place,
        (isOlds ? successor.unlock_pass_sealed : null) ?? back?.unlock_pass_sealed ?? null,
        mine.miner_key,
      );
      return {
        miner: rowOf(sqlite, id),
        successor: { id: successor.id, decision: decisionOf(rowOf(sqlite, successor.id)) },
      };
    },
  };
}

function rowOf(sqlite: Sqlite, id: string): StoredMiner {
  const miner = readMiner(sqlite, id);
  if (miner === null) throw new StoreError('failed', `There is no miner ${id}.`);
  return miner;
}

function decisionOf({ managed, nickname, tags, place, unlock_pass_sealed }: StoredMiner): MinerDecision {
  return { managed, nickname, tags, place, unlock_pass_sealed };
}
