import { setTimeout as rest, setImmediate as yieldToMessages } from 'node:timers/promises';
import type { DestinationTest } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { OutgoingHistory } from '../../store/outgoing-history.ts';
import { reachedAt, STEP_MS } from '../history-walk.ts';
import type { OpenDestination, OutgoingTask, StepResult } from '../outgoing-task.ts';
import { UploadLimit } from '../upload-limit.ts';
import { PostgresConnection } from './connection.ts';
import { judge } from './failures.ts';
import { Session } from './session.ts';
import { SessionPool } from './session-pool.ts';
import { type Part, writeInParts } from './write-in-parts.ts';

/** Writes history into PostgreSQL, one transaction at a time, oldest first. */
export class Postgres {
  readonly #history: () => OutgoingHistory;
  readonly #clock: Clock;
  readonly #limit: UploadLimit;
  readonly #sessions = new SessionPool<Session>(Session.open);

  /** `history` is called at the first step; that opens the database. */
  constructor(history: () => OutgoingHistory, clock: Clock) {
    this.#history = history;
    this.#clock = clock;
    this.#limit = new UploadLimit(clock);
  }

  async step(task: OutgoingTask, signal: AbortSignal): Promise<StepResult> {
    const { destination } = task;
    const startedMs = this.#clock.monotonicMs();
    let { position } = task;
    let [sent, refused] = [0, 0];
    let refusal: string | null = null;
    let isBacklog = false;
    const result = (isDone: boolean, reached: number | null, failure: StepResult['failure'] = null): StepResult => {
      return { position, sent, refused, refusal, failure, isDone, reachedAt: reached };
    };
    try {
      const session = await this.#sessions.use(destination, signal);
      while (!signal.aborted && this.#clock.monotonicMs() - startedMs < STEP_MS) {
        if (sent > 0 && this.#limit.isLongWait(destination)) break;
        const work = session.next(this.#history(), task, position);
        if (work === null) return result(true, position.at);
        if (work.rows > 0) {
          const waitMs = this.#limit.waitMs(destination, work.bytes);
          if (waitMs > 0) await rest(waitMs, undefined, { signal });
          const lost = await writeInParts(work, (part) => write(session, part, destination, signal));
          sent += work.rows - lost.rows;
          refused += lost.rows;
          refusal = lost.message ?? refusal;
        } else await yieldToMessages();
        work.done();
        isBacklog ||= work.isBacklog;
        position = work.next;
      }
      return result(false, isBacklog ? null : reachedAt(this.#history(), position));
    } catch (error) {
      // The next step begins with a new session, without digests of what was sent.
      this.#sessions.drop(destination.id);
      if (signal.aborted) return result(false, null);
      const { message, ...rest } = judge(error, destination);
      return result(false, null, { message, retryAfterMs: null, isCut: 'isCut' in rest && rest.isCut });
    } finally {
      this.#sessions.release(destination);
    }
  }

  /**
   * Opens a separate connection and checks the server and the rights of the login. Writes nothing.
   */
  async test(destination: OpenDestination, signal: AbortSignal): Promise<DestinationTest> {
    const startedMs = this.#clock.monotonicMs();
    const took = (): number => Math.round(this.#clock.monotonicMs() - startedMs);
    try {
      const connection = await PostgresConnection.open(destination, signal);
      try {
        const message = await connection.until(signal, () => connection.check(this.#clock.nowMs()));
        return { ok: true, took_ms: took(), message };
      } finally {
        await connection.close();
      }
    } catch (error) {
      return { ok: false, took_ms: took(), message: judge(error, destination).message };
    }
  }

  /** Cuts the connection of a destination that was removed, changed or switched off. */
  forget(id: string): void {
    this.#sessions.drop(id);
  }

  close(): Promise<void> {
    return this.#sessions.close();
  }
}

/** Null if the part is stored, else why it was refused. Throws for what is to be retried. */
async function write(
  { connection }: Session,
  part: Part,
  destination: OpenDestination,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    await connection.until(signal, part.write);
    return null;
  } catch (error) {
    const judged = judge(error, destination);
    if (judged.kind === 'refused') return judged.message;
    throw error;
  }
}
