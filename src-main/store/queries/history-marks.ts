import type { EventCode, HistoryMark } from '../../../src-shared/model/index.ts';
import { changesInReadings, type MarkedMoment, marksOf } from '../../history/marks.ts';
import { type ChangeFigures, readChangeFigures, STATUS_BLOCK_VERSION } from '../../history/status-block.ts';
import { UNCOMPACTED_STATUS } from '../compaction/uncompacted-rows.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';
import { readBlocks, unpackBlock } from './history-blocks.ts';
import { minerKeys } from './miner-keys.ts';

export interface WantedMarks {
  /** Null for the whole farm, also for miners that are gone. */
  readonly minerIds: readonly string[] | null;
  readonly fromAt: number;
  readonly toAt: number;
  /** What is alike within so long is one mark. */
  readonly slotMs: number;
  /** Miners whose readings are searched for restarts and presets. */
  readonly readingsOf: readonly string[];
}

export interface FoundMarks {
  readonly marks: HistoryMark[];
  /**
   * The time of the oldest entry of the activity that was taken, where there are too many; else
   * null.
   */
  readonly cut_before_at: number | null;
}

/** More are no marks but a carpet: the newest are taken. */
const MOST_ENTRIES = 20_000;

const KINDS: Partial<Readonly<Record<EventCode, HistoryMark['kind']>>> = {
  miner_offline: 'offline',
  miner_back: 'back',
  miner_action_sent: 'job',
  watching_changed: 'powerhive',
  recording_changed: 'powerhive',
  program_started: 'powerhive',
  program_stopped: 'powerhive',
};

/** What happened in a span, from the activity and from the readings themselves. */
export function readHistoryMarks(sqlite: Sqlite, wanted: WantedMarks, most = MOST_ENTRIES): FoundMarks {
  const { fromAt, toAt, slotMs, readingsOf } = wanted;
  const moments: MarkedMoment[] = [];
  const found = activity(sqlite, wanted, most + 1);
  const entries = found.slice(0, most);
  for (const { at, event, miner_id, message, action, job_id } of entries) {
    const kind = KINDS[event];
    if (kind === undefined) continue;
    const detail = kind === 'job' ? action : kind === 'powerhive' ? message : null;
    moments.push({ kind, at, miner_id, job_id: kind === 'job' ? job_id : null, detail });
  }
  for (const id of readingsOf) moments.push(...changesInReadings(id, readings(sqlite, id, fromAt, toAt)));
  const isCut = found.length > entries.length;
  return { marks: marksOf(moments, slotMs), cut_before_at: isCut ? (entries.at(-1)?.at ?? null) : null };
}

interface Entry {
  readonly at: number;
  readonly event: EventCode;
  readonly miner_id: string | null;
  readonly message: string;
  readonly action: string | null;
  readonly job_id: string | null;
}

/**
 * What an entry says of a replaced miner is of its id of then, which is before the `#` of its id of
 * now.
 */
const OLD_ID = "substr(old.id, 1, instr(old.id, '#') - 1)";

/**
 * The wanted miners as the activity names them: by their ids, and by those of the miners that they
 * have taken the place of, unless such a one is back as a miner of its own.
 */
const NAMED = `named(id, miner_id) AS MATERIALIZED (
    SELECT value, value FROM json_each(@ids)
    UNION SELECT ${OLD_ID}, own.id FROM json_each(@ids) AS given
      JOIN miners AS own ON own.id = given.value
      JOIN miners AS old ON old.successor_key = own.miner_key AND old.gone = 'replaced'
      WHERE ${OLD_ID} NOT IN (SELECT id FROM miners))`;

/** The newest entries, `most` of them at most, of the wanted miners or of none in particular. */
function activity(sqlite: Sqlite, { minerIds, fromAt, toAt }: WantedMarks, most: number): Entry[] {
  const isAll = minerIds === null;
  return prepared<[{ fromAt: number; toAt: number; events: string; ids: string; most: number }], Entry>(
    sqlite,
    `${isAll ? '' : `WITH ${NAMED}`}
     SELECT at, event, ${isAll ? 'activity.miner_id' : 'coalesce(named.miner_id, activity.miner_id) AS miner_id'}, message,
         data ->> '$.action' AS action, data ->> '$.job_id' AS job_id
       FROM activity ${isAll ? '' : 'LEFT JOIN named ON named.id = activity.miner_id'}
       WHERE at >= @fromAt AND at < @toAt AND event IN (SELECT value FROM json_each(@events))
         ${isAll ? '' : 'AND (activity.miner_id IS NULL OR named.id IS NOT NULL)'}
       ORDER BY at DESC LIMIT @most`,
  ).all({ fromAt, toAt, events: JSON.stringify(Object.keys(KINDS)), ids: JSON.stringify(minerIds ?? []), most });
}

/** Of a miner, and of those whose place it has taken, in the order of time. */
function readings(sqlite: Sqlite, minerId: string, fromAt: number, toAt: number): ChangeFigures[] {
  return sqlite.transaction(() => {
    const found: ChangeFigures[] = [];
    for (const key of minerKeys(sqlite, minerId)) {
      for (const { block } of readBlocks(sqlite, 'status_raw', key, fromAt, toAt))
        found.push(...(unpackBlock(block, STATUS_BLOCK_VERSION, readChangeFigures) ?? []));
      found.push(
        ...prepared<[number, number, number], ChangeFigures>(
          sqlite,
          `SELECT recorded_at, state, state_seconds, preset, uptime_s FROM statuses
             WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ? AND ${UNCOMPACTED_STATUS}`,
        ).all(key, fromAt, toAt),
      );
    }
    return found
      .filter(({ recorded_at }) => recorded_at >= fromAt && recorded_at < toAt)
      .sort((a, b) => a.recorded_at - b.recorded_at);
  })();
}
