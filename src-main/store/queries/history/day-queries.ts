import type { DayJob, DaySum } from '../../../../src-shared/model/index.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { prepared } from '../../file/statements.ts';
import { IS_NOT_MERGED } from '../incident-queries.ts';

/** What the miners of an algorithm did in a part of a quarter of an hour, which begins at `at`. */
export interface FarmSlot {
  readonly at: number;
  readonly algorithm: string;
  readonly recorded_ms: number;
  readonly expected_hash: number;
  readonly hashed_hash: number;
  /** Of these, what the farm is paid for; null where a part of it is of before this was recorded. */
  readonly paid_hash: number | null;
  readonly known_miner_ms: number;
  readonly hashing_miner_ms: number;
  readonly lost: readonly StoredLoss[];
}

/** `cause`: see app/sample-farm.ts. */
export interface StoredLoss {
  readonly cause: string;
  readonly lost_hash: number;
}

/** A day as it is stored; the names of rules are not in the database. */
export interface StoredDay extends Omit<DaySum, 'from_at' | 'to_at' | 'work'> {
  readonly work: readonly Omit<FarmSlot, 'at'>[];
}

const MOST_JOBS = 20;

/** The writes of the sums. The caller opens the transaction. */
export function prepareFarmSlotWrites(sqlite: Sqlite) {
  const add = sqlite.prepare<[Omit<FarmSlot, 'lost'>]>(
    `INSERT INTO farm_slots (at, algorithm, recorded_ms, expected_hash, hashed_hash, paid_hash, known_miner_ms, hashing_miner_ms)
     VALUES (@at, @algorithm, @recorded_ms, @expected_hash, @hashed_hash, @paid_hash, @known_miner_ms, @hashing_miner_ms)
     ON CONFLICT (at, algorithm) DO UPDATE SET recorded_ms = recorded_ms + excluded.recorded_ms,
       expected_hash = expected_hash + excluded.expected_hash, hashed_hash = hashed_hash + excluded.hashed_hash,
       paid_hash = paid_hash + excluded.paid_hash,
       known_miner_ms = known_miner_ms + excluded.known_miner_ms,
       hashing_miner_ms = hashing_miner_ms + excluded.hashing_miner_ms`,
  );
  const addLoss = sqlite.prepare<[StoredLoss & Pick<FarmSlot, 'at' | 'algorithm'>]>(
    `INSERT INTO loss_slots (at, algorithm, cause, lost_hash) VALUES (@at, @algorithm, @cause, @lost_hash)
     ON CONFLICT (at, algorithm, cause) DO UPDATE SET lost_hash = lost_hash + excluded.lost_hash`,
  );
  return {
    addToFarmSlots(slots: readonly FarmSlot[]): void {
      for (const { lost, ...slot } of slots) {
        add.run(slot);
        for (const { cause, lost_hash } of lost)
          addLoss.run({ at: slot.at, algorithm: slot.algorithm, cause, lost_hash });
      }
    },
  };
}

interface Span {
  readonly fromAt: number;
  readonly toAt: number;
}

/** What was stored of a span: its quarters of an hour are those that begin in it. */
export function readDay(sqlite: Sqlite, span: Span): StoredDay {
  return {
    monitored_ms: monitoredMs(sqlite, span),
    work: readWork(sqlite, span),
    problems: countProblems(sqlite, span),
    ...readHappened(sqlite, span),
  };
}

function monitoredMs(sqlite: Sqlite, span: Span): number {
  const read = prepared<[Span], number>(
    sqlite,
    `SELECT coalesce(sum(min(to_at, @toAt) - max(from_at, @fromAt)), 0) FROM watched_spans
     WHERE from_at < @toAt AND to_at > @fromAt`,
  ).pluck();
  return read.get(span) ?? 0;
}

function readWork(sqlite: Sqlite, span: Span): Omit<FarmSlot, 'at'>[] {
  const losses = prepared<[Span], StoredLoss & { algorithm: string }>(
    sqlite,
    `SELECT algorithm, cause, sum(lost_hash) AS lost_hash FROM loss_slots WHERE at >= @fromAt AND at < @toAt
     GROUP BY algorithm, cause ORDER BY lost_hash DESC`,
  ).all(span);
  const work = prepared<[Span], Omit<FarmSlot, 'at' | 'lost'>>(
    sqlite,
    `SELECT algorithm, sum(recorded_ms) AS recorded_ms, sum(expected_hash) AS expected_hash,
       sum(hashed_hash) AS hashed_hash,
       CASE WHEN count(paid_hash) = count(*) THEN sum(paid_hash) END AS paid_hash, sum(known_miner_ms) AS known_miner_ms, sum(hashing_miner_ms) AS hashing_miner_ms
     FROM farm_slots WHERE at >= @fromAt AND at < @toAt GROUP BY algorithm ORDER BY expected_hash DESC`,
  ).all(span);
  return work.map((one) => ({
    ...one,
    lost: losses
      .filter(({ algorithm }) => algorithm === one.algorithm)
      .map(({ cause, lost_hash }) => ({ cause, lost_hash })),
  }));
}

/** An incident that is part of another one now counts there. */
function countProblems(sqlite: Sqlite, span: Span): DaySum['problems'] {
  const read = prepared<[Span], DaySum['problems']>(
    sqlite,
    `SELECT count(CASE WHEN opened_at >= @fromAt AND opened_at < @toAt THEN 1 END) AS opened,
       count(CASE WHEN resolved_at < @toAt THEN 1 END) AS ended,
       count(CASE WHEN coalesce(resolved_at >= @toAt, 1) THEN 1 END) AS open_at_end,
       count(CASE WHEN coalesce(resolved_at >= @toAt, 1) AND severity = 'critical' THEN 1 END) AS critical_at_end
     FROM (SELECT * FROM incidents WHERE resolved_at IS NULL
           UNION ALL SELECT * FROM incidents i WHERE resolved_at >= @fromAt AND ${IS_NOT_MERGED})
     WHERE opened_at < @toAt`,
  );
  return read.get(span) ?? { opened: 0, ended: 0, open_at_end: 0, critical_at_end: 0 };
}

/** Entries of jobs are not changes of their own: those of each miner, and what only follows. */
const OF_JOBS = "('job_started', 'job_scheduled', 'job_ended', 'miner_action_sent', 'miner_action_ended')";

function readHappened(sqlite: Sqlite, span: Span): Pick<DaySum, 'miners' | 'jobs' | 'changes'> {
  const counts = new Map(
    prepared<[Span], { event: string; count: number }>(
      sqlite,
      `SELECT event, count(*) AS count FROM activity WHERE at >= @fromAt AND at < @toAt AND event IN
         ('miner_found', 'miner_removed', 'miner_offline', 'miner_back', 'job_started') GROUP BY event`,
    )
      .all(span)
      .map(({ event, count }) => [event, count]),
  );
  const count = (event: string): number => counts.get(event) ?? 0;
  const changes = prepared<[Span], { actor: string; count: number }>(
    sqlite,
    `SELECT actor, count(*) AS count FROM activity WHERE at >= @fromAt AND at < @toAt AND actor IS NOT NULL
       AND event NOT IN ${OF_JOBS} GROUP BY actor ORDER BY count DESC, actor`,
  ).all(span);
  const latest = prepared<[Span & { most: number }], Omit<DayJob, 'actor'> & { actor: string | null }>(
    sqlite,
    `SELECT json_extract(a.data, '$.job_id') AS job_id, a.at AS started_at, a.message, a.actor, jobs.state
     FROM activity a LEFT JOIN jobs ON jobs.job_id = json_extract(a.data, '$.job_id')
     WHERE a.at >= @fromAt AND a.at < @toAt AND a.event = 'job_started' ORDER BY a.at DESC, a.id DESC LIMIT @most`,
  ).all({ ...span, most: MOST_JOBS });
  return {
    miners: {
      found: count('miner_found'),
      removed: count('miner_removed'),
      went_offline: count('miner_offline'),
      came_back: count('miner_back'),
    },
    jobs: {
      started: count('job_started'),
      latest: latest.map(({ actor, ...job }) => ({ ...job, actor: actor === null ? null : JSON.parse(actor) })),
    },
    changes: changes.map(({ actor, count: entries }) => ({ actor: JSON.parse(actor), count: entries })),
  };
}
