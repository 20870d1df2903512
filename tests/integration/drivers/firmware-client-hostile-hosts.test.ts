import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FirmwareClient } from '../../../src-main/drivers/vnish/client.ts';
import { fixtureText } from '../../unit/drivers/fixture.ts';
import { always, errorOf, got, http, miner, startClient, tcp } from './firmware-client-session.ts';

const KEY = '00112233445566778899aabbccddeeff';

let client: FirmwareClient;

beforeEach(() => {
  client = startClient();
});

describe('a hostile host', () => {
  it('cannot send more than the cap, whether it says so or not', async () => {
    const announced = await http('127.79.2.1', (_request, response) => {
      response.writeHead(200, { 'content-length': String(5 * 1024 * 1024) });
      response.write('[');
    });
    expect(errorOf(await client.readInfo(announced.address))).toMatchObject({ code: 'too_large', retryable: false });

    let sent = 0;
    const endless = await http('127.79.2.2', (_request, response) => {
      const block = Buffer.alloc(64 * 1024, 0x20);
      const pump = (): void => {
        while (!response.destroyed && sent < 200 * 1024 * 1024) {
          sent += block.length;
          if (!response.write(block)) {
            response.once('drain', pump);
            return;
          }
        }
      };
      pump();
    });
    expect(errorOf(await client.readStatus(endless.address)).code).toBe('too_large');
    expect(sent).toBeLessThan(40 * 1024 * 1024);
  });

  it('may send just up to the cap', async () => {
    const small = startClient({ maxBodyBytes: 1000 });
    const body = fixtureText('1.2.6', 'status').padEnd(1000);
    const host = await http('127.79.2.3', (request, response) =>
      response.end(request.url === '/api/v1/status' ? body : `${body} `),
    );
    expect(got(await small.readStatus(host.address)).state).toBe('mining');
    expect(errorOf(await small.readModel(host.address)).code).toBe('too_large');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('cannot unfold a %s bomb', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(64 * 1024 * 1024, 0x20));
    expect(bomb.length).toBeLessThan(128 * 1024);
    const host = await http('127.79.2.4', always(200, bomb, { 'content-encoding': encoding }));
    expect(errorOf(await client.readStatus(host.address)).code).toBe('too_large');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ] as const)('that compresses honestly with %s is read', async (encoding, compress) => {
    const body = compress(fixtureText('1.2.6', 'status'));
    const host = await http('127.79.2.5', always(200, body, { 'content-encoding': encoding }));
    expect(got(await client.readStatus(host.address)).state).toBe('mining');
  });

  it.each(['gzip', 'zstd', 'gzip, gzip', 'toString'])('that sends what is no %s is not read', async (encoding) => {
    const host = await http('127.79.2.6', always(200, '{}', { 'content-encoding': encoding }));
    expect(errorOf(await client.readStatus(host.address)).code).toBe('bad_payload');
    expect(errorOf(await client.readInfo(host.address)).code).toBe('not_a_miner');
  });

  it.each([301, 302, 307, 308])('gets no credentials to another host by responding with %s', async (status) => {
    const second = await http('127.79.2.8', always(200, fixtureText('1.2.6', 'summary')));
    const location = `http://127.79.2.8:${second.address.port}/api/v1/summary`;
    const first = await miner('127.79.2.7', always(status, 'x'.repeat(100), { location }));
    const read = errorOf(await client.readSummary(first.address, 'GH/s', { apiKey: KEY, token: 'tok' }));
    expect(read).toMatchObject({ code: 'redirected', retryable: false, httpStatus: status });
    expect(errorOf(await client.unlock(first.address, 'secret')).code).toBe('redirected');
    expect(errorOf(await client.readStatus(first.address)).code).toBe('redirected');
    expect(second.connections()).toBe(0);
  });

  it('cannot put anything into a message but a little printable text', async () => {
    const page = `<html><title>evil\u001b[2J${'x'.repeat(5000)}</title>`;
    const host = await http('127.79.2.9', always(200, page));
    const { message } = errorOf(await client.readInfo(host.address));
    expect(message.length).toBeLessThan(500);
    expect(message).toMatch(/^\P{Cc}+$/u);
  });

  it('that does not speak HTTP is not a miner', async () => {
    const host = await tcp('127.79.2.10', (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(errorOf(await client.readInfo(host.address))).toMatchObject({ code: 'not_a_miner', what: 'an SSH server' });
    expect(errorOf(await client.readStatus(host.address)).code).toBe('bad_payload');
  });

  it('that speaks TLS only is not a miner', async () => {
    const alert = Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]);
    const host = await tcp('127.79.2.13', (socket) => socket.end(alert));
    const what = 'a server that speaks TLS (HTTPS) only';
    expect(errorOf(await client.readInfo(host.address))).toMatchObject({ code: 'not_a_miner', what });
  });

  it('that sends endless headers is given up', async () => {
    const host = await tcp('127.79.2.11', (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n`);
    });
    expect(errorOf(await client.readStatus(host.address)).code).toBe('too_large');
  });
});

describe('something that is no miner', () => {
  it.each([
    ['a web page', 200, '<!DOCTYPE html><title>RouterOS</title>', 'a web page titled "RouterOS"'],
    ['the JSON of another device', 200, '{"model":"RT-AX88U","wan":{}}', 'JSON with the fields model, wan'],
    ['an empty body', 200, '', 'an empty body'],
    ['plain text', 200, 'hello', 'text that is not JSON'],
    ['404', 404, 'no', 'status 404'],
    ['a login', 401, '', 'it requires a login'],
  ])('answers %s', async (_name, status, body, says) => {
    const host = await http('127.79.3.1', always(status, body));
    const error = errorOf(await client.readInfo(host.address));
    expect(error).toMatchObject({ code: 'not_a_miner', retryable: false });
    expect(error.message).toContain(says);
  });

  it('can be an Antminer on stock firmware', async () => {
    const digest = { 'www-authenticate': 'Digest realm="antMiner Configuration", nonce="0", qop="auth"' };
    const host = await http('127.79.3.2', always(401, '<html></html>', digest));
    expect(errorOf(await client.readInfo(host.address)).message).toContain('stock firmware');
  });

  it('is not concluded from a server error, which a miner that starts may give', async () => {
    const host = await http('127.79.3.3', always(502, '<html>Bad Gateway</html>'));
    expect(errorOf(await client.readInfo(host.address))).toMatchObject({ code: 'http_error', retryable: true });
  });
});
