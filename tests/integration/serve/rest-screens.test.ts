import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../fixtures/served/page-socket.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';

const SECRET = 'outside of the screens';
const INDEX = '<meta name="csp-nonce" content="__CSP_NONCE__"><script src="./assets/app-1a2b.js"></script>';

let dir: string;
let served: Served;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'powerhive-screens-'));
  const screens = join(dir, 'screens');
  await mkdir(join(screens, 'assets'), { recursive: true });
  await mkdir(join(dir, 'screens-beside'));
  await writeFile(join(dir, 'secret.txt'), SECRET);
  await writeFile(join(dir, 'screens-beside', 'secret.txt'), SECRET);
  await writeFile(join(screens, '.env'), SECRET);
  await writeFile(join(screens, 'index.html'), INDEX);
  await writeFile(join(screens, 'icon.svg'), '<svg/>');
  await writeFile(join(screens, 'assets', 'app-1a2b.js'), 'export {};');
  await writeFile(join(screens, 'assets', 'app-1a2b.css'), 'body {}');
  await symlink(join(dir, 'secret.txt'), join(screens, 'link.txt'));
  served = await serve({ screensDir: screens });
});
afterAll(async () => {
  await served[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

const open = (path: string, method = 'GET') => served.ask(path, { anonymous: true, method });

describe('the page', () => {
  it('comes without a token, under a policy with a nonce of its own', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/index.html']) {
      const { status, headers, text } = await open(path);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['cache-control']).toBe('no-store');
      const nonce = /content="([A-Za-z0-9+/=]{24})"/.exec(text)?.[1] ?? '';
      nonces.add(nonce);
      const { port } = served.server;
      expect(headers['content-security-policy']).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; ` +
          `connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
      expect(text).not.toContain('__CSP_NONCE__');
      expect(text).not.toContain(served.token);
    }
    expect(nonces.size).toBe(2);
  });

  it('is answered to HEAD without its content', async () => {
    const { status, headers, text } = await open('/', 'HEAD');
    expect({ status, text }).toEqual({ status: 200, text: '' });
    expect(Number(headers['content-length'])).toBeGreaterThan(INDEX.length - 20);
  });
});

describe('files', () => {
  it.each([
    ['/assets/app-1a2b.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/app-1a2b.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/app%2D1a2b.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/icon.svg', 'image/svg+xml', 'no-cache'],
  ])('come with their type and a fitting age: %s', async (path, type, age) => {
    const { status, headers } = await open(path);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
    expect(headers['cache-control']).toBe(age);
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%252e%252e/secret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/../screens-beside/secret.txt',
    '/.env',
    '/assets/../.env',
    '/link.txt',
    '/assets',
    '/assets/',
    '//assets/app-1a2b.js',
    '/./icon.svg',
    '/icon.svg%00.png',
    '/C:/secret.txt',
    '/%E0%A4%A',
  ])('never lead outside: %s', async (path) => {
    const { status, text } = await open(path);
    expect(status).toBe(404);
    expect(text).not.toContain(SECRET);
  });
});

it.each([null, '/nowhere/at/all'])('says that there are no screens where there are none: %s', async (screensDir) => {
  await using bare = await serve({ screensDir });
  const { status, headers, text } = await bare.ask('/', { anonymous: true });
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(text).toBe('The screens of PowerHive are not built here. The API is at /api.\n');
});

describe('while the farm is loaded', () => {
  const began = async (loaded: Promise<unknown>) => serve({ screensDir: join(dir, 'screens'), loaded });

  it('the screens are there, and calls and sockets get their answers afterwards', async () => {
    const { promise: loaded, resolve } = Promise.withResolvers<void>();
    await using early = await began(loaded);
    const calls = [
      early.ask('/api/health', { anonymous: true }),
      early.ask('/api/miners', { anonymous: true }),
      early.ask('/api/miners'),
      signIn(early).then(({ socket, welcome }) => {
        socket.terminate();
        return welcome;
      }),
    ];
    let answered = 0;
    for (const call of calls) call.then(() => answered++);
    for (const path of ['/', '/assets/app-1a2b.js']) expect(await early.ask(path)).toMatchObject({ status: 200 });
    expect(answered).toBe(0);
    resolve();
    const [health, unknown, miners, welcome] = await Promise.all(calls);
    expect([health, unknown, miners]).toMatchObject([{ status: 200 }, { status: 401 }, { status: 200 }]);
    expect(welcome).toMatchObject({ ready: true });
  });

  it('what waits is ended when it cannot be loaded, or the program stops first', async () => {
    const { promise: loaded, reject } = Promise.withResolvers<void>();
    const failed = await began(loaded);
    const waiting = failed.ask('/api/miners');
    reject(new Error('no such farm'));
    expect(await waiting).toMatchObject({ status: 500 });
    await expect(signIn(failed)).rejects.toThrow('socket hang up');
    await failed[Symbol.asyncDispose]();

    const never = await began(new Promise(() => undefined));
    const call = expect(never.ask('/api/miners')).rejects.toThrow('socket hang up');
    expect(await never.ask('/')).toMatchObject({ status: 200 });
    await never[Symbol.asyncDispose]();
    await call;
  });
});
