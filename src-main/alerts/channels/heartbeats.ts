import type { Clock } from '../../runtime/clock.ts';
import { Loop, type LoopRun } from '../../runtime/loop.ts';
import type { StoredChannel } from '../../store/store.ts';
import type { Channels } from './channels.ts';
import { sendHttp } from './send-http.ts';
import type { DeliveryResult } from './sender.ts';

export interface HeartbeatsOptions {
  readonly channels: Channels;
  /** Whether PowerHive monitors: no pause, no sleep, and scans and polls work. */
  readonly isWatching: () => boolean;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

const LONGEST_CALL_MS = 15_000;
/** A start or a pause ends within seconds; a daily call must not wait until tomorrow. */
const AGAIN_MS = 5000;

/**
 * Calls an address while PowerHive monitors. When the calls stop, the service that expects them
 * alerts the operator: PowerHive cannot report that it is down.
 */
export class Heartbeats {
  readonly #options: HeartbeatsOptions;
  readonly #loops = new Map<string, Loop>();
  #isStarted = false;

  constructor(options: HeartbeatsOptions) {
    this.#options = options;
    options.channels.onChange((id) => this.#changed(id));
  }

  start(): void {
    this.#isStarted = true;
    for (const { id } of this.#options.channels.all()) this.#changed(id);
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    await Promise.all([...this.#loops.values()].map((loop) => loop.stop()));
  }

  #changed(id: string): void {
    const channel = this.#options.channels.get(id);
    const known = this.#loops.get(id);
    if (known !== undefined && channel?.kind !== 'heartbeat') {
      this.#loops.delete(id);
      known.stop().catch(this.#options.onError);
    } else if (known !== undefined) known.wake();
    else if (channel?.kind === 'heartbeat' && this.#isStarted) this.#begin(channel);
  }

  #begin({ id }: StoredChannel): void {
    const { channels, clock, onError } = this.#options;
    const loop = new Loop({
      name: `heartbeat ${id}`,
      intervalMs: () => everyMs(channels.get(id)),
      run: (signal) => this.#call(id, signal),
      onError,
      clock,
    });
    this.#loops.set(id, loop);
    loop.start();
  }

  async #call(id: string, signal: AbortSignal): Promise<LoopRun> {
    const { channels, clock, isWatching } = this.#options;
    const channel = channels.get(id);
    if (channel === null || !channel.enabled) return {};
    if (!isWatching()) return { nextInMs: Math.min(AGAIN_MS, everyMs(channel)) };
    const result = await callHeartbeat(channel, clock, signal);
    if (signal.aborted) return {};
    if (result.ok) channels.noteSuccess(id);
    else channels.noteFailure(id, result.error);
    return {};
  }
}

/** Calls the address of a heartbeat once. */
export function callHeartbeat(
  channel: Pick<StoredChannel, 'settings'>,
  clock: Pick<Clock, 'nowMs'>,
  signal: AbortSignal,
): Promise<DeliveryResult> {
  return sendHttp(
    { method: 'GET', url: String(channel.settings['url']) },
    {
      secret: null,
      signal,
      timeoutMs: Math.min(LONGEST_CALL_MS, everyMs(channel)),
      clock,
      beforeTransmit: async () => undefined,
    },
  );
}

function everyMs(channel: Pick<StoredChannel, 'settings'> | null): number {
  return Number(channel?.settings['every_seconds'] ?? 60) * 1000;
}
