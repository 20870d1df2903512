import { randomUUID } from 'node:crypto';
import type { Attached, Chromium } from './chromium.ts';
import type { DevToolsSession } from './devtools-pipe.ts';
import { BINDING, mainWorldScript, PRELOAD_WORLD, preloadWorldScript, RECEIVER } from './page-script.ts';
import type { PausedRequest } from './requests.ts';

/** What a page reports to the window that it belongs to. Addresses are the browser's. */
export interface PageOwner {
  readonly preload: string | undefined;
  onMessage(kind: string, channel: string, id: number, href: string, words: string): void;
  onPreloadError(path: string, error: Error): void;
  onRequest(devtools: DevToolsSession, paused: PausedRequest): void;
  onNavigated(url: string, inPage: boolean): void;
  onLifecycle(name: string, loaderId: string): void;
  onTitle(title: string): void;
  onConsole(level: string, text: string, line: number, source: string): void;
  onPopup(url: string, frameName: string, features: string): void;
  onCrashed(): void;
  onGone(): void;
}

interface Context {
  readonly id: number;
  readonly name: string;
  readonly auxData?: { readonly frameId?: string };
}

/** One page in the browser: the DevTools side of a WebContents. */
export class Page {
  readonly targetId: string;
  readonly devtools: DevToolsSession;
  readonly #owner: PageOwner;
  readonly #chromium: Chromium;
  #contextId: number | undefined;
  #outbox: unknown[] = [];

  private constructor(chromium: Chromium, { session, targetId }: Attached, owner: PageOwner) {
    this.#chromium = chromium;
    this.targetId = targetId;
    this.devtools = session;
    this.#owner = owner;
    this.#listen();
  }

  static async open(chromium: Chromium, width: number, height: number, owner: PageOwner): Promise<Page> {
    const page = new Page(chromium, await chromium.openPage(width, height), owner);
    await page.#prepare(width, height);
    return page;
  }

  async navigate(url: string): Promise<{ errorText?: string; loaderId?: string }> {
    return this.devtools.send('Page.navigate', { url });
  }

  reload(): void {
    this.devtools.notify('Page.reload');
  }

  crash(): void {
    this.devtools.notify('Page.crash');
  }

  close(): void {
    this.#chromium.devtools.notify('Target.closeTarget', { targetId: this.targetId });
  }

  setColorScheme(value: string): void {
    this.devtools.notify('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
  }

  setContentSize(width: number, height: number): void {
    const size = async (): Promise<void> => {
      const { windowId } = await this.devtools.send('Browser.getWindowForTarget', { targetId: this.targetId });
      await this.devtools.send('Browser.setContentsSize', { windowId, width, height });
    };
    size().catch(() => {});
  }

  /** Messages of one turn go over together. Without a preload in the page nothing receives them. */
  post(kind: string, channel: string, id: number, words: string): void {
    if (this.#outbox.length === 0) queueMicrotask(() => this.#flush());
    this.#outbox.push([kind, channel, id, words]);
  }

  #flush(): void {
    const value = JSON.stringify(this.#outbox);
    this.#outbox = [];
    if (this.#contextId === undefined) return;
    this.devtools.notify('Runtime.callFunctionOn', {
      functionDeclaration: `(text) => globalThis.${RECEIVER}?.(text)`,
      executionContextId: this.#contextId,
      arguments: [{ value }],
      silent: true,
    });
  }

  async #prepare(width: number, height: number): Promise<void> {
    const { devtools } = this;
    const secret = randomUUID();
    const steps: [string, object][] = [
      ['Page.enable', {}],
      ['Page.setLifecycleEventsEnabled', { enabled: true }],
      ['Runtime.enable', {}],
      ['Log.enable', {}],
      ['Inspector.enable', {}],
      ['Fetch.enable', { patterns: [{ urlPattern: '*' }] }],
      [
        'Target.setAutoAttach',
        {
          autoAttach: true,
          waitForDebuggerOnStart: true,
          flatten: true,
          filter: [{ type: 'iframe' }, { exclude: true }],
        },
      ],
      ['Runtime.addBinding', { name: BINDING, executionContextName: PRELOAD_WORLD }],
      ['Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(secret) }],
    ];
    const preload = this.#readPreload(secret);
    if (preload !== undefined) {
      steps.push(['Page.addScriptToEvaluateOnNewDocument', { source: preload, worldName: PRELOAD_WORLD }]);
    }
    const done = steps.map(([method, params]) => devtools.send(method, params as Record<string, unknown>));
    devtools.notify('Runtime.runIfWaitingForDebugger');
    await Promise.all(done);
    this.setContentSize(width, height);
  }

  #readPreload(secret: string): string | undefined {
    const path = this.#owner.preload;
    if (path === undefined) return undefined;
    try {
      const { electron, chrome, node } = process.versions as Record<string, string>;
      return preloadWorldScript(secret, path, { electron: electron!, chrome: chrome!, node: node! });
    } catch (error) {
      this.#owner.onPreloadError(path, error as Error);
      return undefined;
    }
  }

  #listen(): void {
    const { devtools, targetId } = this;
    const owner = this.#owner;
    devtools.on('Runtime.executionContextCreated', ({ context }: { context: Context }) => {
      if (context.name === PRELOAD_WORLD && context.auxData?.frameId === targetId) this.#contextId = context.id;
    });
    devtools.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#contextId) this.#contextId = undefined;
    });
    devtools.on('Runtime.executionContextsCleared', () => {
      this.#contextId = undefined;
    });
    devtools.on('Runtime.bindingCalled', ({ payload, executionContextId }) => {
      if (executionContextId === this.#contextId)
        owner.onMessage(...(JSON.parse(payload) as [string, string, number, string, string]));
    });
    devtools.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
      const text = (args as { value?: unknown; description?: string }[])
        .map((arg) => String(arg.value ?? arg.description ?? arg.value))
        .join(' ');
      const top = stackTrace?.callFrames?.[0];
      owner.onConsole(type, text, (top?.lineNumber ?? -1) + 1, top?.url ?? '');
    });
    devtools.on('Log.entryAdded', ({ entry }) =>
      owner.onConsole(entry.level, entry.text, entry.lineNumber ?? 0, entry.url ?? ''),
    );
    devtools.on('Fetch.requestPaused', (paused: PausedRequest) => owner.onRequest(devtools, paused));
    devtools.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) owner.onNavigated(frame.url + (frame.urlFragment ?? ''), false);
    });
    devtools.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === targetId) owner.onNavigated(url, true);
    });
    devtools.on('Page.lifecycleEvent', ({ frameId, loaderId, name }) => {
      if (frameId === targetId) owner.onLifecycle(name, loaderId);
    });
    devtools.on('Page.windowOpen', ({ url, windowName, windowFeatures }) =>
      owner.onPopup(
        url,
        windowName,
        (windowFeatures as string[]).filter((feature) => feature !== 'noopener').join(','),
      ),
    );
    devtools.on('Inspector.targetCrashed', () => owner.onCrashed());
    devtools.on('detached', () => owner.onGone());
    devtools.on('Target.attachedToTarget', ({ sessionId }) => {
      const frame = this.#chromium.sessionOf(sessionId);
      frame.on('Fetch.requestPaused', (paused: PausedRequest) => owner.onRequest(frame, paused));
      frame.notify('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
      frame.notify('Runtime.runIfWaitingForDebugger');
    });
  }
}
