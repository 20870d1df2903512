import type { EventCode, HistoryMark } from '../../../src-shared/model/index.ts';
import { changesInReadings, type Moment, marksOf } from '../../history/marks.ts';
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
export function readHistoryMarks(sqlite: Sqlite, wanted: WantedMarks): HistoryMark[] {
  const { minerIds, fromAt, toAt, slotMs, readingsOf } = wanted;
  const isWanted = minerIds === null ? null : new Set(minerIds);
  const moments: Moment[] = [];
  for (const { at, event, miner_id, message, action, job_id } of activity(sqlite, fromAt, toAt)) {
    const kind = KINDS[event];
    if (kind === undefined || (miner_id !== null && isWanted?.has(miner_id) === false)) continue;
    const detail = kind === 'job' ? action : kind === 'powerhive' ? message : null;
    moments.push({ kind, at, miner_id, job_id: kind === 'job' ? job_id : null, detail });
  }
  for (const id of readingsOf) moments.push(...changesInReadings(id, readings(sqlite, id, fromAt, toAt)));
  return marksOf(moments, slotMs);
}

interface Entry {
  readonly at: number;
  readonly event: EventCode;
  readonly miner_id: string | null;
  readonly message: string;
  readonly action: string | null;
  readonly job_id: string | null;
}

function activity(sqlite: Sqlite, fromAt: number, toAt: number): Entry[] {
  const codes = Object.keys(KINDS);
  return prepared<[number, number, ...string[]], Entry>(
    sqlite,
    `SELECT at, event, miner_id, message, data ->> '$.action' AS action, data ->> '$.job_id' AS job_id FROM activity
       WHERE at >= ? AND at < ? AND event IN (${codes.map(() => '?').join(', ')}) ORDER BY at DESC LIMIT ${MOST_ENTRIES}`,
  ).all(fromAt, toAt, ...codes);
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
