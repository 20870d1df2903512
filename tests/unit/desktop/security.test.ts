import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createOpenExternalLink, parseExternalLink } from '../../../src-main/desktop/security/external-links.ts';
import { minerPageUrl } from '../../../src-main/desktop/security/miner-page.ts';
import { keepOnOwnPages } from '../../../src-main/desktop/security/navigation.ts';
import { limitPermissions } from '../../../src-main/desktop/security/permissions.ts';
import { refusePopups } from '../../../src-main/desktop/security/popups.ts';
import { isOwnRequest } from '../../../src-main/desktop/security/requests.ts';
import { webPreferences } from '../../../src-main/desktop/security/web-preferences.ts';
import { refuseWebviews } from '../../../src-main/desktop/security/webviews.ts';

const log = pino({ level: 'silent' });

describe('a link', () => {
  it('goes to the browser when it is https', () => {
    expect(parseExternalLink('https://example.com/a?b#c')).toBe('https://example.com/a?b#c');
  });

  it.each([
    'http://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'powerhive://miner/02:95:23:00:00:01',
    'smb://host/share',
    'mailto:a@example.com',
    'https://user@example.com/',
    'https://user:pass@example.com/',
    'https://',
    '',
  ])('goes nowhere when it is %s', (text) => {
    expect(parseExternalLink(text)).toBeNull();
  });

  it('is opened by the system alone, and no more than once', async () => {
    const opened: string[] = [];
    const open = createOpenExternalLink({ openExternal: async (url) => void opened.push(url) }, log);
    open('https://example.com/');
    open('file:///etc/passwd');
    expect(opened).toEqual(['https://example.com/']);
  });
});

describe("a miner's own page", () => {
  it('is at an address that was found, and nowhere else', () => {
    expect(minerPageUrl('127.77.0.1')).toBe('http://127.77.0.1/');
    expect(minerPageUrl('127.77.0.1:8980')).toBe('http://127.77.0.1:8980/');
    for (const ip of [
      '',
      'example.com',
      '127.1',
      '127.77.0.1/x',
      '127.77.0.1:80@example.com',
      'file:///etc',
      '127.77.0.1:0',
    ])
      expect(minerPageUrl(ip), ip).toBeNull();
  });
});

describe('a page', () => {
  const leave = (event: string, url: string): boolean => {
    const contents = new EventEmitter();
    keepOnOwnPages(contents as unknown as WebContents, log);
    let prevented = false;
    contents.emit(event, { url, preventDefault: () => (prevented = true) });
    return !prevented;
  };

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('stays with the app: %s', (event) => {
    expect(leave(event, 'app://powerhive/#/settings')).toBe(true);
    expect(leave(event, 'https://example.com/')).toBe(false);
    expect(leave(event, 'app://powerhive.evil/')).toBe(false);
    expect(leave(event, 'file:///etc/passwd')).toBe(false);
    expect(leave(event, 'data:text/html,hello')).toBe(false);
  });

  it('opens no window, and no guest page', () => {
    const asked: string[] = [];
    let handler = (_details: { url: string }): { action: string } => ({ action: 'allow' });
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (given: typeof handler) => {
        handler = given;
      },
    });
    refusePopups(contents as unknown as WebContents, (url) => void asked.push(url));
    expect(handler({ url: 'app://powerhive/' })).toEqual({ action: 'deny' });
    expect(asked).toEqual(['app://powerhive/']);

    refuseWebviews(contents as unknown as WebContents, log);
    let prevented = false;
    contents.emit('will-attach-webview', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
  });

  it('loads the app’s own files alone', () => {
    const own = ['app://powerhive/assets/main.js', 'data:image/png;base64,AA==', 'devtools://devtools/x.js'];
    const foreign = [
      'https://example.com/x.js',
      'http://127.0.0.1:8080/',
      'file:///etc/passwd',
      'app://other/x.js',
      'ws://127.0.0.1/',
    ];
    expect(own.filter(isOwnRequest)).toEqual(own);
    expect(foreign.filter(isOwnRequest)).toEqual([]);
  });

  it('is granted the clipboard for copying, and nothing else', () => {
    let ask = (_contents: null, _permission: string, _decide: (granted: boolean) => void): void => {};
    let check = (_contents: null, _permission: string): boolean => true;
    let device = (): boolean => true;
    limitPermissions({
      setPermissionRequestHandler: (given: typeof ask) => (ask = given),
      setPermissionCheckHandler: (given: typeof check) => (check = given),
      setDevicePermissionHandler: (given: typeof device) => (device = given),
    } as unknown as Session);
    const granted = (permission: string): boolean => {
      let answer = false;
      ask(null, permission, (yes) => (answer = yes));
      expect(check(null, permission)).toBe(answer);
      return answer;
    };
    const wanted = [
      'media',
      'geolocation',
      'notifications',
      'midi',
      'openExternal',
      'clipboard-read',
      'usb',
      'clipboard-sanitized-write',
    ];
    expect(wanted.filter(granted)).toEqual(['clipboard-sanitized-write']);
    expect(device()).toBe(false);
  });

  it('has no Node, in a sandbox', () => {
    expect(webPreferences('/preload.cjs')).toMatchObject({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    });
  });
});
