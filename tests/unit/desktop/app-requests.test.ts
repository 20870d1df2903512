import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAppRequest } from '../../../src-main/desktop/window/app-requests.ts';

let folder: string;
let screens: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-app-'));
  screens = join(folder, 'screens');
  mkdirSync(join(screens, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.key'), 'not for the page');
  writeFileSync(join(screens, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
  writeFileSync(join(screens, 'assets', 'main.js'), 'export {}');
  symlinkSync(join(folder, 'secret.key'), join(screens, 'assets', 'link.js'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (url: string, method = 'GET'): Promise<Response> => answerAppRequest(new Request(url, { method }), screens);

describe('the app scheme', () => {
  it('serves the page with a policy and a nonce of its own each time', async () => {
    const first = await ask('app://powerhive/');
    const second = await ask('app://powerhive/index.html');
    const policy = first.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
    expect(await first.text()).toBe(`<meta name="csp-nonce" content="${nonce}">`);
    expect(second.headers.get('content-security-policy')).not.toContain(nonce);
    expect(policy.split('; ').map((part) => part.replace(nonce, 'N'))).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-N'",
      "img-src 'self' data:",
      "font-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it('serves the files of the page as what they are', async () => {
    const answer = await ask('app://powerhive/assets/main.js');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    'app://powerhive/../secret.key',
    'app://powerhive/%2e%2e/secret.key',
    'app://powerhive/..%2fsecret.key',
    'app://powerhive/assets/..%5c..%5csecret.key',
    'app://powerhive//etc/passwd',
    'app://powerhive/assets/link.js',
    'app://powerhive/assets/',
    'app://powerhive/assets/%00',
    'app://powerhive/none.js',
    'app://other/index.html',
    'file:///etc/passwd',
  ])('has nothing at %s', async (url) => {
    const answer = await ask(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('not for the page');
  });

  it('takes nothing', async () => {
    expect((await ask('app://powerhive/', 'POST')).status).toBe(405);
    const head = await ask('app://powerhive/', 'HEAD');
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
  });
});
