import { setTimeout as rest, setImmediate as yieldToMessages } from 'node:timers/promises';
import type { DestinationTest } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { DestinationPosition } from '../../store/destination-records.ts';
import type { OutgoingHistory } from '../../store/outgoing-history.ts';
import { clockWords } from '../clock-words.ts';
import { reachedAt, STEP_MS } from '../history-walk.ts';
import type { OpenDestination, OutgoingTask, SendFailure, StepResult } from '../outgoing-task.ts';
import { splitInHalf } from '../split-in-half.ts';
import { UploadLimit } from '../upload-limit.ts';
import { nextBatch } from './batches.ts';
import { encodeWriteRequest, type Series } from './encode.ts';
import { RemoteWriteClient } from './send.ts';

const EMPTY = encodeWriteRequest([]);
/** No block of snappy: whatever takes remote write refuses it. */
const NO_WRITE_REQUEST = new TextEncoder().encode('This is no remote write.');

/** Result of a batch: how many of its samples were refused, and why. */
type Written =
  | { readonly kind: 'done'; readonly refused: number; readonly message: string | null }
  | ({ readonly kind: 'failed' } & SendFailure);

/** Sends history by Prometheus remote write 1.0, one request at a time, oldest first. */
export class RemoteWrite {
  readonly #history: () => OutgoingHistory;
  readonly #clock: Clock;
  readonly #client: RemoteWriteClient;
  readonly #limit: UploadLimit;

  /** `history` is called at the first step; that opens the database. */
  constructor(history: () => OutgoingHistory, clock: Clock) {
    this.#history = history;
    this.#clock = clock;
    this.#limit = new UploadLimit(clock);
    this.#client = new RemoteWriteClient(clock);
  }

  async step(task: OutgoingTask, signal: AbortSignal): Promise<StepResult> {
    const { destination } = task;
    const startedMs = this.#clock.monotonicMs();
    let position: DestinationPosition = task.position;
    let [sent, refused] = [0, 0];
    let refusal: string | null = null;
    const result = (isDone: boolean, failure: StepResult['failure'] = null): StepResult => {
      const reached = failure === null ? reachedAt(this.#history(), position) : null;
      return { position, sent, refused, refusal, failure, isDone, reachedAt: reached };
    };
    if (await this.#client.wasCut(destination))
      return result(false, { message: 'the connection was cut', retryAfterMs: null, isCut: true });
    while (!signal.aborted && this.#clock.monotonicMs() - startedMs < STEP_MS) {
      if (sent > 0 && this.#limit.isLongWait(destination)) return result(false);
      const batch = nextBatch(this.#history(), task, position);
      if (batch === null) return result(true);
      if (batch.samples > 0) {
        const response = await this.#write(destination, batch.series, signal);
        if (response === null) break;
        if (response.kind === 'failed') {
          await this.#client.wasCut(destination);
          const { kind: _, ...failure } = response;
          return result(false, failure);
        }
        sent += batch.samples - response.refused;
        refused += response.refused;
        refusal = response.message ?? refusal;
      } else await yieldToMessages();
      position = batch.next;
    }
    return result(false);
  }

  /**
   * Sends series, in halves if the server refuses the request as too large (413). Null if aborted.
   * If one half fails, the retry sends both again.
   */
  async #write(destination: OpenDestination, series: readonly Series[], signal: AbortSignal): Promise<Written | null> {
    const body = encodeWriteRequest(series);
    const waitMs = this.#limit.waitMs(destination, body.length);
    if (waitMs > 0) await rest(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return null;
    const response = await this.#client.send(destination, body, signal);
    if (response.kind === 'failed') return signal.aborted ? null : response;
    if (response.kind === 'taken') return { kind: 'done', refused: 0, message: null };
    if (!response.isTooLarge || series.length < 2) {
      const failure = response.isTooLarge ? null : await this.#refusesAll(destination, response.message, signal);
      if (failure !== null) return signal.aborted ? null : { kind: 'failed', ...failure };
      const refused = series.reduce((sum, { samples }) => sum + samples.length, 0);
      return { kind: 'done', refused, message: response.message };
    }
    let done: Extract<Written, { kind: 'done' }> = { kind: 'done', refused: 0, message: null };
    for (const half of splitInHalf(series)) {
      const ofHalf = await this.#write(destination, half, signal);
      if (ofHalf?.kind !== 'done') return ofHalf;
      done = { kind: 'done', refused: done.refused + ofHalf.refused, message: ofHalf.message ?? done.message };
    }
    return done;
  }

  /**
   * Why a refusal was not about the samples: an empty request does not get through either, as at a
   * wrong path of VictoriaMetrics. Null if one does.
   */
  async #refusesAll(destination: OpenDestination, message: string, signal: AbortSignal): Promise<SendFailure | null> {
    const response = await this.#client.send(destination, EMPTY, signal);
    if (response.kind === 'taken') return null;
    if (response.kind === 'failed') return response;
    const all = `it refuses every request, also an empty one. Check the path of the URL. ${message}`;
    return { message: all, retryAfterMs: null, isCut: false };
  }

  /** Sends an empty request and one that must be refused, and compares the clocks. */
  async test(destination: OpenDestination, signal: AbortSignal): Promise<DestinationTest> {
    const startedMs = this.#clock.monotonicMs();
    const response = await this.#client.send(destination, EMPTY, signal);
    const took_ms = Math.round(this.#clock.monotonicMs() - startedMs);
    if (response.kind !== 'taken') return { ok: false, took_ms, message: response.message };
    const { kind } = await this.#client.send(destination, NO_WRITE_REQUEST, signal);
    if (kind === 'taken')
      return {
        ok: false,
        took_ms,
        message: 'it takes anything at this URL, and not remote write: check the path, such as /api/v1/write',
      };
    const clock = response.serverAt === null ? null : clockWords(response.serverAt, this.#clock.nowMs());
    return { ok: clock === null, took_ms, message: clock ?? 'It takes remote write.' };
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
