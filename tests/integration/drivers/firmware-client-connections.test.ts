import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FirmwareClient } from '../../../src-main/drivers/vnish/client.ts';
import { eventually, scaledMs } from '../../fixtures/patience.ts';
import { fixtureText } from '../../unit/drivers/fixture.ts';
import {
  always,
  durationMs,
  errorOf,
  got,
  http,
  MAC,
  miner,
  startClient,
  tcp,
  threadHost,
} from './firmware-client-session.ts';
import { startHttpHost } from './odd-host.ts';

const KEY = '00112233445566778899aabbccddeeff';

let client: FirmwareClient;

beforeEach(() => {
  client = startClient();
});

describe('a host that does not respond', () => {
  it('times out, saying where and after how long', async () => {
    const host = await http('127.79.1.1', () => {});
    const call = client.readInfo(host.address, { timeoutMs: 120 });
    expect(await durationMs(call)).toBeLessThan(scaledMs(2000));
    expect(errorOf(await call)).toMatchObject({ code: 'timeout', retryable: true });
    expect(errorOf(await call).request).toContain(`GET /api/v1/info at 127.79.1.1:${host.address.port}`);
    expect(errorOf(await call).message).toContain('within 0.12 s');
  });

  it('is not blamed where this computer was held up, and its answer is read', async () => {
    const host = await threadHost('127.79.1.8', fixtureText('1.2.6', 'info'), 20);
    const call = client.readInfo(host.address, { timeoutMs: 250 });
    await host.asked;
    // The response arrives in this time, and is read long after the deadline.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
    expect(got(await call).mac).toBe(MAC);
  });

  it('cannot stretch the deadline by dripping', async () => {
    const stopped = new EventEmitter();
    const host = await http('127.79.1.2', (_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.once('close', () => {
        clearInterval(drip);
        stopped.emit('closed');
      });
    });
    const closed = once(stopped, 'closed');
    const call = client.readStatus(host.address, { timeoutMs: 200 });
    expect(await durationMs(call)).toBeLessThan(scaledMs(2000));
    // A path that loses large packets looks like this.
    const what = 'begins to answer, and does not end';
    expect(errorOf(await call)).toMatchObject({ code: 'timeout', what, retryable: true });
    expect(errorOf(await call).message).toBe('The answer did not end within 0.2 s (are packets lost on the way?)');
    await closed;
  });

  it('is refused where nothing listens', async () => {
    const host = await startHttpHost('127.79.1.3', () => {});
    await host.close();
    expect(errorOf(await client.readInfo(host.address))).toMatchObject({ code: 'refused', retryable: true });
  });

  it('is unreachable where its name means nothing or is no name', async () => {
    for (const host of ['user@127.79.1.4', '127.79.1.4/x', '', '[::1]', 'a b']) {
      expect(errorOf(await client.readInfo({ host, port: 80 }))).toMatchObject({
        code: 'unreachable',
        retryable: false,
      });
    }
  });

  it('does not hold up another', async () => {
    const hung = await http('127.79.1.5', () => {});
    const well = await http('127.79.1.6', always(200, fixtureText('1.2.6', 'status')));
    const waiting = client.readStatus(hung.address, { timeoutMs: 400 });
    expect(got(await client.readStatus(well.address)).state).toBe('mining');
    expect(errorOf(await waiting).code).toBe('timeout');
  });
});

describe('a connection that breaks', () => {
  it('in the middle of a response is a reset, and not retried', async () => {
    const host = await http('127.79.4.1', (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"miner_state":', () => response.socket?.resetAndDestroy());
    });
    const what = 'breaks its answers off';
    expect(errorOf(await client.readStatus(host.address))).toMatchObject({ code: 'reset', what, retryable: true });
    expect(host.requests).toHaveLength(1);
  });

  it.each([
    ['the announced length', 'content-length: 99\r\n\r\n{}'],
    ['the last chunk', 'transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n'],
  ])('with an end before %s is a reset', async (_name, rest) => {
    const host = await tcp('127.79.4.2', (socket) => socket.end(`HTTP/1.1 200 OK\r\n${rest}`));
    expect(errorOf(await client.readStatus(host.address)).code).toBe('reset');
  });

  it('between two reads does not show', async () => {
    let seen = 0;
    const host = await http('127.79.4.3', (request, response) => {
      seen += 1;
      // The connection breaks during the second request, as after a reboot.
      if (seen === 2) request.socket.resetAndDestroy();
      else response.end(fixtureText('1.2.6', 'status'));
    });
    expect(got(await client.readStatus(host.address)).state).toBe('mining');
    expect(got(await client.readStatus(host.address)).state).toBe('mining');
    expect(host.requests).toHaveLength(3);
    expect(host.connections()).toBe(2);
  });

  it('between two reads, closed by the miner, does not show', async () => {
    const host = await http('127.79.4.4', (request, response) => {
      response.end(fixtureText('1.2.6', 'status'), () => setImmediate(() => request.socket.end()));
    });
    for (let poll = 0; poll < 5; poll += 1) {
      expect(got(await client.readStatus(host.address)).state).toBe('mining');
    }
  });

  it('at once, twice, is a reset', async () => {
    const host = await http('127.79.4.5', (request) => request.socket.resetAndDestroy());
    expect(errorOf(await client.readStatus(host.address)).code).toBe('reset');
    expect(host.requests).toHaveLength(2);
  });

  it('under a write is never written again', async () => {
    const host = await miner('127.79.4.6', (request) => request.socket.resetAndDestroy());
    expect(errorOf(await client.createApiKey(host.address, 'tok', KEY, 'PowerHive')).code).toBe('reset');
    expect(errorOf(await client.unlock(host.address, 'admin')).code).toBe('reset');
    expect(host.requests.map((request) => request.url)).toEqual(['/api/v1/apikeys', '/api/v1/unlock']);
  });

  it('does not matter to a write, which does not use a kept one', async () => {
    const host = await miner('127.79.4.7', (request, response) => {
      if (request.method === 'GET') response.end(fixtureText('1.2.6', 'status'));
      else response.end('{"status":"inserted"}');
    });
    got(await client.readStatus(host.address));
    host.cutConnections();
    expect(got(await client.createApiKey(host.address, 'tok', KEY, 'PowerHive'))).toBe('inserted');
  });
});

describe('requests to one miner', () => {
  it('are two at a time for all callers, and more wait for their turn', async () => {
    const open: ServerResponse[] = [];
    const arrived = new EventEmitter();
    const host = await http('127.79.6.1', (_request, response) => {
      open.push(response);
      arrived.emit('request');
    });
    const answerOldest = (): void => {
      open.shift()?.end(fixtureText('1.2.6', 'status'));
    };
    const arrivals = async (count: number): Promise<void> => {
      while (host.requests.length < count) await once(arrived, 'request');
    };
    const calls = Array.from({ length: 5 }, () => client.readStatus(host.address));
    for (let total = 2; total <= 5; total += 1) {
      await arrivals(total);
      expect(open).toHaveLength(2);
      answerOldest();
    }
    answerOldest();
    expect((await Promise.all(calls)).every((outcome) => outcome.ok)).toBe(true);
    expect(host.connections()).toBe(2);
  });

  it('wait within their own deadline, and leave the line when it is over', async () => {
    const host = await http('127.79.6.2', () => {});
    const end = new AbortController();
    const call = { timeoutMs: 60_000, signal: end.signal };
    const underWay = [client.readStatus(host.address, call), client.readStatus(host.address, call)];
    const inLine = Array.from({ length: 3 }, () => client.readStatus(host.address, { timeoutMs: 300 }));
    expect((await Promise.all(inLine)).map((outcome) => errorOf(outcome).code)).toEqual(inLine.map(() => 'timeout'));
    end.abort();
    expect((await Promise.all(underWay)).map((outcome) => errorOf(outcome).code)).toEqual(['aborted', 'aborted']);
    expect(host.requests.length).toBeLessThanOrEqual(2);
  });

  it('do not pile up without end', async () => {
    const host = await http('127.79.6.3', () => {});
    const over = new AbortController();
    const calls = Array.from({ length: 40 }, () => client.readStatus(host.address, { signal: over.signal }));
    expect(errorOf(await (calls.at(-1) as (typeof calls)[number]))).toMatchObject({ code: 'busy', retryable: true });
    over.abort();
    const codes = (await Promise.all(calls)).map((outcome) => errorOf(outcome).code);
    expect(codes.filter((code) => code === 'busy')).toHaveLength(6);
    expect(codes.filter((code) => code === 'aborted')).toHaveLength(34);
  });

  it('go on after one was given up', async () => {
    let hang = true;
    const host = await http('127.79.6.4', (_request, response) => {
      if (!hang) response.end(fixtureText('1.2.6', 'status'));
    });
    const lost = Array.from({ length: 3 }, () => client.readStatus(host.address, { timeoutMs: 100 }));
    await Promise.all(lost);
    hang = false;
    expect(got(await client.readStatus(host.address)).state).toBe('mining');
  });
});

describe('giving up', () => {
  it('ends a call at once, and its connection with it', async () => {
    const stopped = new EventEmitter();
    const host = await http('127.79.7.1', (request) => {
      request.socket.once('close', () => stopped.emit('closed'));
      stopped.emit('asked');
    });
    const asked = once(stopped, 'asked');
    const giveUp = new AbortController();
    const call = client.readStatus(host.address, { signal: giveUp.signal });
    await asked;
    const closed = once(stopped, 'closed');
    giveUp.abort();
    expect(await durationMs(call)).toBeLessThan(scaledMs(1000));
    expect(errorOf(await call)).toMatchObject({ code: 'aborted', retryable: false });
    await closed;
  });

  it('before the call has begun asks nothing', async () => {
    const host = await http('127.79.7.2', always(200, '{}'));
    const outcome = await client.readStatus(host.address, { signal: AbortSignal.abort() });
    expect(errorOf(outcome).code).toBe('aborted');
    expect(host.connections()).toBe(0);
  });

  it('while connecting sends nothing later', async () => {
    const host = await miner('127.79.7.3', always(200, fixtureText('1.2.6', 'status')));
    const giveUp = new AbortController();
    const call = client.createApiKey(host.address, 'tok', KEY, 'PowerHive', { signal: giveUp.signal });
    giveUp.abort();
    expect(errorOf(await call).code).toBe('aborted');
    got(await client.readStatus(host.address));
    expect(host.requests.map((request) => request.method)).toEqual(['GET']);
  });

  it('leaves nothing on the signal, however many calls shared it', async () => {
    const host = await http('127.79.7.4', always(200, fixtureText('1.2.6', 'status')));
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    for (let poll = 0; poll < 5; poll += 1) got(await client.readStatus(host.address, { signal }));
    expect(listeners).toBe(0);
  });

  it('on everything: close() ends what is under way and what waits, and nothing is sent from then on', async () => {
    const arrived = new EventEmitter();
    const host = await http('127.79.7.5', () => arrived.emit('request'));
    const both = Promise.all([once(arrived, 'request')]);
    const calls = Array.from({ length: 4 }, () => client.readStatus(host.address));
    await both;
    const closing = client.close();
    expect((await Promise.all(calls)).map((outcome) => errorOf(outcome).code)).toEqual(calls.map(() => 'aborted'));
    await closing;
    const sent = host.requests.length;
    expect(errorOf(await client.readStatus(host.address)).code).toBe('aborted');
    expect(host.requests).toHaveLength(sent);
  });
});

describe('a connection', () => {
  it('to what gives no MAC ends with the response, and nothing is kept of it', async () => {
    const page = await http(
      '127.79.52.1',
      always(200, '<html><title>Printer</title></html>', { 'keep-alive': 'timeout=60' }),
    );
    const missing = await http('127.79.52.2', always(404, ''));
    const starting = await http('127.79.52.3', always(503, ''));
    for (const { address } of [page, missing, starting]) await client.readInfo(address);
    for (const host of [page, missing, starting]) {
      await eventually(() => expect(host.open()).toBe(0));
      expect(host.connections()).toBe(1);
    }
    expect(client.keptConnections).toBe(0);
  });

  it('to a miner is kept, and nothing is kept once it is closed', async () => {
    const host = await miner('127.79.52.4', always(200, fixtureText('1.2.6', 'summary')));
    await client.readInfo(host.address);
    got(await client.readSummary(host.address, null, null));
    expect(host.connections()).toBe(1);
    expect(client.keptConnections).toBe(1);
    host.cutConnections();
    await eventually(() => expect(client.keptConnections).toBe(0));
    got(await client.readSummary(host.address, null, null));
    expect(host.connections()).toBe(2);
  });
});
