import type { EventCode, HistoryMark } from '../../../../src-shared/model/index.ts';
import { changesInReadings, type MarkedMoment, marksOf } from '../../../history/marks.ts';
import { type ChangeFigures, readChangeFigures, STATUS_BLOCK_VERSION } from '../../../history/status-block.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { prepared } from '../../file/statements.ts';
import { minerKeys } from '../miner-keys.ts';
import { readBlocks, unpackBlock } from './history-blocks.ts';
import { UNCOMPACTED_STATUS } from './uncompacted-rows.ts';

export interface WantedMarks {
  /** Null for the whole farm, including miners that are gone. */
  readonly minerIds: readonly string[] | null;
  readonly fromAt: number;
  readonly toAt: number;
  /** Similar marks within this time become one. */
  readonly slotMs: number;
  /** Miners whose readings are searched for restarts and preset changes. */
  readonly readingsOf: readonly string[];
}

export interface FoundMarks {
  readonly marks: HistoryMark[];
  /** The time of the oldest entry that was used, if there were too many; else null. */
  readonly cut_before_at: number | null;
}

/** With more, the marks would cover each other: only the newest are used. */
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

/** The events of a span, from the activity and from the readings. */
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
 * Entries of a replaced miner have its former id, which is the part of its current id before `#`.
 */
const OLD_ID = "substr(old.id, 1, instr(old.id, '#') - 1)";

/**
 * The wanted miners with their ids in the activity: their own, and those of the miners that they
 * replaced, unless such a miner is back.
 */
const NAMED = `named(id, miner_id) AS MATERIALIZED (
    SELECT value, value FROM json_each(@ids)
    UNION SELECT ${OLD_ID}, own.id FROM json_each(@ids) AS given
      JOIN miners AS own ON own.id = given.value
      JOIN miners AS old ON old.successor_key = own.miner_key AND old.gone = 'replaced'
      WHERE ${OLD_ID} NOT IN (SELECT id FROM miners))`;

/** The newest entries, at most `most`, of the wanted miners or of no particular one. */
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

/** The readings of a miner, and of those that it replaced, in order of time. */
function readings(sqlite: Sqlite, minerId: string, fromAt: number, toAt: number): ChangeFigures[] {
  return sqlite.transaction(() => {
    const found: ChangeFigures[] = [];
    for (const key of minerKeys(sqlite, minerId)) {
      for (const { block } of readBlocks(sqlite, 'status_raw', key, { fromAt, toAt }))
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
