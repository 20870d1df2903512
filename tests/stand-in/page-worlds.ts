import type { Codec, Foreign } from './codec.ts';

// Everything here runs in the page, as source text: no function uses anything but its parameters
// and the page itself.

export interface Bridge {
  expose(key: string, api: unknown): void;
}

/**
 * Joins the page's own world and the preload's, which share nothing but the document: synchronous
 * events on the window, under a secret name, carry text. Functions and promises stay in their world
 * and are called across.
 */
export function connectWorlds(codec: Codec, secret: string, side: 'page' | 'preload'): Bridge {
  type Callable = (...args: unknown[]) => unknown;
  const here = `${secret}:${side}`;
  const there = `${secret}:${side === 'page' ? 'preload' : 'page'}`;
  const own = new Map<number, unknown>();
  const idOf = new WeakMap<object, number>();
  const settlers = new Map<number, (ok: boolean, value: unknown) => void>();
  const dispatch = window.dispatchEvent.bind(window);
  const { CustomEvent } = window;
  let lastId = side === 'page' ? 1 : 0;
  let answer = '';
  let heard = false;
  let unheard: [string, string][] = [];

  function say(kind: string, id: number | string, text: string): string {
    answer = '';
    dispatch(new CustomEvent(there, { detail: JSON.stringify([kind, id, text]) }));
    return answer;
  }

  function failure(error: unknown): Error {
    return new Error(error instanceof Error ? error.message : String(error));
  }

  const foreign: Foreign = {
    toId(value) {
      if (typeof value !== 'function' && !(value instanceof Promise)) return undefined;
      let id = idOf.get(value);
      if (id === undefined) {
        lastId += 2;
        id = typeof value === 'function' ? lastId : -lastId;
        idOf.set(value, id);
        own.set(id, value);
      }
      if (value instanceof Promise) {
        const settle = (ok: boolean, result: unknown): void =>
          void say('settle', id, codec.encode([ok, ok ? result : failure(result)], foreign));
        value.then(
          (result) => settle(true, result),
          (error: unknown) => settle(false, error),
        );
      }
      return id;
    },
    fromId(id) {
      if (id < 0) {
        return new Promise((resolve, reject) => {
          settlers.set(id, (ok, value) => (ok ? resolve(value) : reject(value)));
        });
      }
      return (...args: unknown[]): unknown => {
        const [ok, value] = codec.decode(say('call', id, codec.encode(args, foreign)), foreign) as [boolean, unknown];
        if (!ok) throw value;
        return value;
      };
    },
  };

  function call(id: number, text: string): string {
    try {
      const target = own.get(id) as Callable;
      return codec.encode([true, target(...(codec.decode(text, foreign) as unknown[]))], foreign);
    } catch (error) {
      return codec.encode([false, failure(error)], foreign);
    }
  }

  function frozen<T>(value: T): T {
    if (typeof value === 'object' && value !== null && !(value instanceof Promise) && !Object.isFrozen(value)) {
      Object.freeze(value);
      for (const entry of Object.values(value)) frozen(entry);
    }
    return value;
  }

  function hello(): void {
    if (heard) return;
    heard = true;
    say('hello', '', '');
    for (const [key, text] of unheard) say('expose', key, text);
    unheard = [];
  }

  window.addEventListener(
    here,
    (event) => {
      event.stopImmediatePropagation();
      const [kind, id, text] = JSON.parse((event as CustomEvent<string>).detail) as [string, never, string];
      if (kind === 'hello') hello();
      else if (kind === 'answer') answer = text;
      else if (kind === 'call') say('answer', '', call(id, text));
      else if (kind === 'settle') {
        const [ok, value] = codec.decode(text, foreign) as [boolean, unknown];
        settlers.get(id)?.(ok, value);
        settlers.delete(id);
      } else if (kind === 'expose') {
        const value = frozen(codec.decode(text, foreign));
        Object.defineProperty(window, id, { value, enumerable: true, configurable: false, writable: false });
      }
    },
    true,
  );
  say('hello', '', '');

  return {
    expose(key, api) {
      const text = codec.encode(api, foreign);
      if (heard) say('expose', key, text);
      else unheard.push([key, text]);
    },
  };
}

/**
 * A window that a page opens shares the page's process unless it has no opener, and one that is
 * refused while it is still held up there can hold up the page with it. Without an opener it is
 * unrelated, and `open` returns null: as Electron does for a window that the app refuses.
 */
export function openWithoutOpener(): void {
  const open = window.open.bind(window);
  window.open = (url, target, features = '') =>
    open(url, target, features === '' ? 'noopener' : `${features},noopener`);
}

export interface PreloadSurroundings {
  /** The function in this world that carries text to the main process. */
  readonly binding: string;
  /** The function in this world that the main process calls with text. */
  readonly receiver: string;
  readonly path: string;
  readonly platform: string;
  readonly arch: string;
  readonly versions: Record<string, string>;
}

type PreloadModule = (
  require: (name: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  process: unknown,
  global: unknown,
) => void;

/**
 * The preload's world: contextBridge, ipcRenderer, and what a sandboxed preload finds beside them.
 */
export function runPreload(
  codec: Codec,
  bridge: Bridge,
  surroundings: PreloadSurroundings,
  preload: PreloadModule,
): void {
  type Listener = (event: object, ...args: unknown[]) => void;
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const post = world[surroundings.binding]!;
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>();
  const waiting = new Map<number, (ok: boolean, value: unknown) => void>();
  let lastCall = 0;

  function emit(kind: string, channel: string, id: number, args: unknown[]): void {
    post(JSON.stringify([kind, channel, id, location.href, codec.encode(args)]));
  }

  function strict<T extends object>(name: string, object: T): T {
    const base = new Proxy(Object.prototype, {
      get(target, key, receiver) {
        if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON')
          return Reflect.get(target, key, receiver);
        throw new Error(`electron stand-in: ${name}.${key} is not implemented`);
      },
    });
    return Object.setPrototypeOf(object, base) as T;
  }

  function add(channel: string, listener: Listener, once: boolean): unknown {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
    return ipcRenderer;
  }
  function remove(channel: string, listener: Listener): unknown {
    const left = listeners.get(channel) ?? [];
    const index = left.findLastIndex((entry) => entry.listener === listener);
    listeners.set(channel, left.toSpliced(index, index === -1 ? 0 : 1));
    return ipcRenderer;
  }

  const ipcRenderer = strict('ipcRenderer', {
    send: (channel: string, ...args: unknown[]) => emit('send', channel, 0, args),
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        lastCall += 1;
        emit('invoke', channel, lastCall, args);
        waiting.set(lastCall, (ok, value) =>
          ok ? resolve(value) : reject(new Error(`Error invoking remote method '${channel}': ${String(value)}`)),
        );
      }),
    on: (channel: string, listener: Listener) => add(channel, listener, false),
    addListener: (channel: string, listener: Listener) => add(channel, listener, false),
    once: (channel: string, listener: Listener) => add(channel, listener, true),
    off: remove,
    removeListener: remove,
    removeAllListeners: (channel: string) => {
      listeners.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
  });

  world[surroundings.receiver] = (text) => {
    for (const [kind, channel, id, words] of JSON.parse(text) as [string, string, number, string][]) {
      const args = codec.decode(words) as unknown[];
      if (kind === 'send') {
        for (const { listener, once } of listeners.get(channel) ?? []) {
          if (once) remove(channel, listener);
          try {
            listener({ sender: ipcRenderer, ports: [] }, ...args);
          } catch (error) {
            reportError(error);
          }
        }
      } else {
        waiting.get(id)?.(kind === 'result', args[0]);
        waiting.delete(id);
      }
    }
  };

  const electron = strict('electron (preload)', {
    contextBridge: strict('contextBridge', {
      exposeInMainWorld: (key: string, api: unknown) => bridge.expose(key, api),
    }),
    ipcRenderer,
  });
  const modules: Record<string, unknown> = {
    electron,
    'electron/renderer': electron,
    url: { URL, URLSearchParams },
    timers: { setTimeout, clearTimeout, setInterval, clearInterval },
  };
  const process = {
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    platform: surroundings.platform,
    arch: surroundings.arch,
    versions: surroundings.versions,
    env: {},
    argv: [],
  };
  const module = { exports: {} };
  try {
    preload(
      (name) => {
        const found = modules[name.replace(/^node:/, '')];
        if (found === undefined) throw new Error(`module not found: ${name}`);
        return found;
      },
      module,
      module.exports,
      process,
      globalThis,
    );
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    post(JSON.stringify(['preload-error', surroundings.path, 0, location.href, codec.encode([words])]));
  }
}
