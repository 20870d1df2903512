import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState } from '../../../../src-renderer/api/connection/connection.ts';
import { LiveFeed } from '../../../../src-renderer/api/live/live-feed.ts';
import { Observable } from '../../../../src-renderer/api/observable.ts';
import type { LiveEvent, Miner } from '../../../../src-shared/model/index.ts';
import { minerRow } from '../miner-row.ts';

const READY: ConnectionState = { phase: 'ready', version: null };
const LOST: ConnectionState = { phase: 'lost', sinceAt: 0, attempts: 1 };

const snapshot = (seq: number, miners: Miner[]): LiveEvent => ({
  seq,
  type: 'snapshot',
  first: true,
  last: true,
  miners,
});
const change = (seq: number, nickname: string): LiveEvent => ({
  seq,
  type: 'miners',
  miners: [minerRow({ nickname })],
  removed_ids: [],
});

/** A stream that yields the given events and then stays open until it is aborted. */
function streamOf(events: LiveEvent[], signal: AbortSignal): AsyncIterable<LiveEvent> {
  return (async function* () {
    yield* events;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  })();
}

function feedOver(streams: LiveEvent[][]) {
  const frames: (() => void)[] = [];
  const opened: AbortSignal[] = [];
  const feed = new LiveFeed(
    async (signal) => {
      opened.push(signal);
      const events = streams.shift();
      if (events === undefined) throw new Error('no stream');
      return streamOf(events, signal);
    },
    (work) => frames.push(work),
  );
  const connection = new Observable<ConnectionState>({ phase: 'connecting', attempts: 0 });
  const stop = feed.followConnection(connection);
  const paint = () => {
    for (const frame of frames.splice(0)) frame();
  };
  return { feed, connection, opened, frames, paint, stop };
}

describe('the live feed', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const flushTasks = () => vi.advanceTimersByTimeAsync(0);

  it('opens no stream before there is a connection, and a new one with each connection', async () => {
    const { feed, connection, opened, paint, stop } = feedOver([[snapshot(1, [minerRow()])], [snapshot(9, [])]]);
    await flushTasks();
    expect(opened).toHaveLength(0);
    connection.set(READY);
    await flushTasks();
    paint();
    expect(feed.view.get().miners).toHaveLength(1);
    connection.set(LOST);
    expect(opened[0]?.aborted).toBe(true);
    expect(feed.view.get().miners).toHaveLength(1);
    connection.set(READY);
    await flushTasks();
    paint();
    expect(feed.view.get().miners).toHaveLength(0);
    stop();
  });

  it('shows many events in one frame once', async () => {
    const events = [snapshot(1, [minerRow()]), change(2, 'b'), change(3, 'c'), change(4, 'd')];
    const { feed, connection, frames, paint, stop } = feedOver([events]);
    const shown: (string | null | undefined)[] = [];
    feed.view.subscribe(() => shown.push(feed.view.get().miners[0]?.nickname));
    connection.set(READY);
    await flushTasks();
    expect(frames).toHaveLength(1);
    paint();
    expect(shown).toEqual(['d']);
    stop();
  });

  it('takes a fresh snapshot when an event is missing', async () => {
    const { feed, connection, opened, paint, stop } = feedOver([
      [snapshot(1, [minerRow()]), change(3, 'after a gap')],
      [snapshot(5, [minerRow({ nickname: 'whole again' })])],
    ]);
    connection.set(READY);
    await flushTasks();
    paint();
    expect(feed.view.get().miners[0]?.nickname).toBe('R1-S01-01');
    expect(opened[0]?.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(600);
    paint();
    expect(feed.view.get().miners[0]?.nickname).toBe('whole again');
    stop();
  });

  it('says that the stream is broken when it keeps failing, and no more once it works', async () => {
    const streams: LiveEvent[][] = [];
    const { feed, connection, paint, stop } = feedOver(streams);
    connection.set(READY);
    await vi.advanceTimersByTimeAsync(10_000);
    paint();
    expect(feed.view.get().broken).toBe(true);
    streams.push([snapshot(1, [minerRow()])]);
    await vi.advanceTimersByTimeAsync(10_000);
    paint();
    expect(feed.view.get()).toMatchObject({ broken: false, fill: 'whole' });
    stop();
  });

  it('tries nothing more after it was stopped', async () => {
    const { connection, opened, stop } = feedOver([]);
    connection.set(READY);
    await flushTasks();
    stop();
    const before = opened.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(opened).toHaveLength(before);
  });
});
