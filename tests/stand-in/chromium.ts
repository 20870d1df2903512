import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { DevToolsPipe, type DevToolsSession } from './devtools-pipe.ts';

const isHeaded = (process.env['STAND_IN_HEADED'] ?? '') !== '';
const CANDIDATES = [
  process.env['CHROMIUM'],
  ...(isHeaded ? [] : ['/usr/bin/chromium-headless-shell']),
  '/usr/bin/chromium',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
];
const STOP_TIMEOUT_MS = 3_000;

export interface Attached {
  readonly session: DevToolsSession;
  readonly targetId: string;
  readonly openerId: string | undefined;
}

function readChromiumFlags(profile: string, switches: ReadonlyMap<string, string>): string[] {
  const flags = new Map(switches);
  for (const name of flags.keys()) if (/^inspect|^user-data-dir$/.test(name)) flags.delete(name);
  if (process.getuid?.() === 0) flags.set('no-sandbox', '');
  if (!isHeaded) flags.set('headless', '');
  for (const name of [
    'remote-debugging-pipe',
    'no-startup-window',
    'disable-background-networking',
    'disable-component-update',
    'disable-sync',
    'disable-quic',
    'disable-breakpad',
    'disable-crash-reporter',
    'no-first-run',
    'no-default-browser-check',
  ]) {
    flags.set(name, '');
  }
  flags.set('host-resolver-rules', 'MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost');
  flags.set('user-data-dir', profile);
  return [...flags].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
}

/**
 * The browser behind all windows. It reaches nothing but this machine, and ends with this process.
 */
export class Chromium {
  readonly devtools: DevToolsSession;
  readonly #pipe: DevToolsPipe;
  readonly #process: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #wanted = new Map<string, (attached: Attached) => void>();
  readonly #unclaimed = new Map<string, Attached>();
  #opening = 0;
  /**
   * Called with every page that the app did not open itself; such a page is closed before it runs.
   */
  onPopup: (openerId: string | undefined) => void = () => {};

  private constructor(child: ChildProcess) {
    this.#process = child;
    this.#exited = new Promise((resolve) => child.once('exit', () => resolve()));
    this.#pipe = new DevToolsPipe(child.stdio[3] as Writable, child.stdio[4] as Readable);
    this.devtools = this.#pipe.browser;
    this.devtools.on('Target.attachedToTarget', (event) => this.#attached(event));
    this.devtools.on('Target.detachedFromTarget', ({ sessionId }) => {
      this.#pipe.session(sessionId).emit('detached');
      this.#pipe.forget(sessionId);
    });
  }

  static async start(profile: string, switches: ReadonlyMap<string, string>): Promise<Chromium> {
    const binary = CANDIDATES.find((path) => path !== undefined && path !== '' && existsSync(path));
    if (binary === undefined) {
      throw new Error(
        'electron stand-in: no Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM',
      );
    }
    mkdirSync(profile, { recursive: true });
    const child = spawn(binary, readChromiumFlags(profile, switches), {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:', NODE_OPTIONS: '' },
    });
    const said: string[] = [];
    createInterface({ input: child.stderr as Readable }).on('line', (line) => {
      if (line.startsWith('DevTools listening on ')) process.stderr.write(`${line}\n`);
      else if (said.length < 50) said.push(line);
    });
    const chromium = new Chromium(child);
    const failed = new Promise<never>((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code) =>
        reject(new Error(`electron stand-in: ${binary} ended with ${code}\n${said.join('\n')}`)),
      );
    });
    failed.catch(() => {});
    const autoAttach = chromium.devtools.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }, { exclude: true }],
    });
    await Promise.race([autoAttach, failed]);
    return chromium;
  }

  /**
   * A new page, paused before its first document until its session says
   * Runtime.runIfWaitingForDebugger.
   */
  async openPage(width: number, height: number): Promise<Attached> {
    this.#opening += 1;
    try {
      const { targetId } = await this.devtools.send<{ targetId: string }>('Target.createTarget', {
        url: 'about:blank',
        newWindow: true,
        width,
        height,
      });
      const attached = this.#unclaimed.get(targetId);
      this.#unclaimed.delete(targetId);
      return attached ?? (await new Promise((resolve) => this.#wanted.set(targetId, resolve)));
    } finally {
      this.#opening -= 1;
      if (this.#opening === 0) for (const popup of this.#unclaimed.values()) this.#refuse(popup);
    }
  }

  sessionOf(sessionId: string): DevToolsSession {
    return this.#pipe.session(sessionId);
  }

  async stop(): Promise<void> {
    this.devtools.notify('Browser.close');
    const giveUp = setTimeout(() => this.#process.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#exited;
    clearTimeout(giveUp);
  }

  #attached(event: { sessionId: string; targetInfo: { targetId: string; openerId?: string; type: string } }): void {
    const { targetId, openerId } = event.targetInfo;
    const attached = { session: this.#pipe.session(event.sessionId), targetId, openerId };
    const claim = this.#wanted.get(targetId);
    this.#wanted.delete(targetId);
    if (claim !== undefined) claim(attached);
    else if (openerId === undefined && this.#opening > 0) this.#unclaimed.set(targetId, attached);
    else this.#refuse(attached);
  }

  #refuse({ targetId, openerId }: Attached): void {
    this.#unclaimed.delete(targetId);
    this.devtools.notify('Target.closeTarget', { targetId });
    this.onPopup(openerId);
  }
}
