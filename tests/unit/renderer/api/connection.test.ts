import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection, NotConnectedError, reconnectDelayMs } from '../../../../src-renderer/api/connection/connection.ts';
import type {
  ConnectResult,
  Session,
  SessionEnd,
  Transport,
} from '../../../../src-renderer/api/connection/transport.ts';

function session(): Session & { end: (how: SessionEnd) => void; calls: string[] } {
  const { promise: ended, resolve: end } = Promise.withResolvers<SessionEnd>();
  const calls: string[] = [];
  return {
    calls,
    link: { call: async (path) => calls.push(path.join('.')) },
    version: '0.1.0',
    ended,
    end,
    close: () => end('lost'),
  };
}

function transportOf(results: ConnectResult[]): Transport & { tokens: string[] } {
  const tokens: string[] = [];
  return {
    needsToken: true,
    tokens,
    connect: async (token) => {
      tokens.push(token);
      return results.shift() ?? { kind: 'unreachable' };
    },
  };
}

const flushTasks = () => vi.advanceTimersByTimeAsync(0);

describe('the connection', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks to sign in while there is no token', () => {
    const transport = transportOf([]);
    const connection = new Connection(transport);
    connection.start(null);
    expect(connection.state.get()).toEqual({ phase: 'signed_out', refused: false });
    expect(transport.tokens).toEqual([]);
  });

  it('signs out and forgets the token when it is refused, and does not try it again', async () => {
    const transport = transportOf([{ kind: 'refused' }]);
    const forget = vi.fn();
    const connection = new Connection(transport, forget);
    connection.start('wrong');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connection.state.get()).toEqual({ phase: 'signed_out', refused: true });
    expect(forget).toHaveBeenCalledOnce();
    expect(transport.tokens).toEqual(['wrong']);
  });

  it('says since when it is lost, and connects again by itself with the same client', async () => {
    const [first, second] = [session(), session()];
    const connection = new Connection(
      transportOf([{ kind: 'open', session: first }, { kind: 'unreachable' }, { kind: 'open', session: second }]),
    );
    const { client } = connection;
    connection.start('t');
    await flushTasks();
    expect(connection.state.get()).toEqual({ phase: 'ready', version: '0.1.0' });

    const lostAt = Date.now();
    first.end('lost');
    await flushTasks();
    expect(connection.state.get()).toEqual({ phase: 'lost', sinceAt: lostAt, attempts: 1 });
    await vi.advanceTimersByTimeAsync(600);
    expect(connection.state.get()).toEqual({ phase: 'lost', sinceAt: lostAt, attempts: 2 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(connection.state.get().phase).toBe('ready');
    await client.models.list();
    expect(second.calls).toEqual(['models.list']);
    expect(first.calls).toEqual([]);
  });

  it('fails a call at once while there is no connection, and never sends it later', async () => {
    const only = session();
    const connection = new Connection(transportOf([{ kind: 'unreachable' }, { kind: 'open', session: only }]));
    connection.start('t');
    await flushTasks();
    await expect(connection.client.scans.start({})).rejects.toThrow(NotConnectedError);
    await vi.advanceTimersByTimeAsync(5000);
    expect(connection.state.get().phase).toBe('ready');
    expect(only.calls).toEqual([]);
  });

  it('lets a call wait for the first connection that is being made, and fails it with that', async () => {
    const only = session();
    const results: ConnectResult[] = [{ kind: 'open', session: only }, { kind: 'unreachable' }];
    const made = Promise.withResolvers<void>();
    const transport = transportOf(results);
    const connection = new Connection({
      needsToken: true,
      connect: (token) => made.promise.then(() => transport.connect(token)),
    });
    connection.start('t');
    const call = connection.client.models.list();
    await flushTasks();
    expect(only.calls).toEqual([]);
    made.resolve();
    await call;
    expect(only.calls).toEqual(['models.list']);

    connection.start('t');
    const second = expect(connection.client.models.list()).rejects.toThrow(NotConnectedError);
    await flushTasks();
    await second;
    connection.stop();
  });

  it('carries out a call after it was stopped, where the transport can, and never while it is lost', async () => {
    const [first, late] = [session(), session()];
    const connection = new Connection({ ...transportOf([{ kind: 'open', session: first }]), afterwards: late.link });
    connection.start('token');
    await flushTasks();
    first.end('lost');
    await flushTasks();
    await expect(connection.client.miners.list({})).rejects.toBeInstanceOf(NotConnectedError);
    connection.stop();
    await connection.client.miners.list({});
    expect(late.calls).toEqual(['miners.list']);
  });

  it.each([true, false])(
    'when it is stopped lets a call under way end where one can be made afterwards: %s',
    async (can) => {
      const only = session();
      const { promise, resolve } = Promise.withResolvers<string>();
      only.link.call = (_path, _input, { signal }) =>
        Promise.race([
          promise,
          new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
        ]);
      const transport = transportOf([{ kind: 'open', session: only }]);
      const connection = new Connection(can ? { ...transport, afterwards: only.link } : transport);
      connection.start('token');
      await flushTasks();
      const call = connection.client.miners.list({}).then(String, () => 'aborted');
      connection.stop();
      await flushTasks();
      resolve('done');
      expect(await call).toBe(can ? 'done' : 'aborted');
    },
  );

  it('fails the calls under way when the session ends, and not only the later ones', async () => {
    const only = session();
    only.link.call = (_path, _input, { signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const connection = new Connection(transportOf([{ kind: 'open', session: only }]));
    connection.start('t');
    await flushTasks();
    const failure = connection.client.models.list().catch((error: unknown) => error);
    await flushTasks();
    only.end('lost');
    await expect(failure).resolves.toMatchObject({ name: 'AbortError' });
    connection.stop();
  });

  it('tries at once when asked to, instead of waiting', async () => {
    const connection = new Connection(transportOf([{ kind: 'unreachable' }, { kind: 'open', session: session() }]));
    connection.start('t');
    await flushTasks();
    expect(connection.state.get()).toEqual({ phase: 'connecting', attempts: 1 });
    connection.retryNow();
    await flushTasks();
    expect(connection.state.get().phase).toBe('ready');
  });

  it('closes a session that opens after another token was given', async () => {
    const late = session();
    const open = Promise.withResolvers<ConnectResult>();
    const answers = [open.promise, Promise.resolve<ConnectResult>({ kind: 'refused' })];
    const connection = new Connection({
      needsToken: true,
      connect: () => answers.shift() ?? Promise.resolve<ConnectResult>({ kind: 'unreachable' }),
    });
    connection.start('old');
    connection.start('new');
    await flushTasks();
    open.resolve({ kind: 'open', session: late });
    await expect(late.ended).resolves.toBe('lost');
    expect(connection.state.get()).toEqual({ phase: 'signed_out', refused: true });
  });

  it('waits longer after each failure, up to ten seconds, and never exactly as long as others', () => {
    expect([1, 2, 3, 4, 5, 6, 20].map((attempts) => reconnectDelayMs(attempts, 0))).toEqual([
      500, 1000, 2000, 4000, 8000, 10_000, 10_000,
    ]);
    expect(reconnectDelayMs(6, 1)).toBe(8000);
  });
});
