import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { strict, strictClass } from './not-implemented.ts';
import { requireReady, runtime } from './runtime.ts';
import { registerScheme } from './schemes.ts';
import { WebRequest } from './web-request.ts';

type ProtocolHandler = (request: Request) => Response | Promise<Response>;
type PermissionAsked = (
  webContents: object,
  permission: string,
  callback: (granted: boolean) => void,
  details: object,
) => void;
type PermissionChecked = (webContents: object, permission: string, origin: string, details: object) => boolean;

class Protocol {
  readonly #handlers = new Map<string, ProtocolHandler>();

  handle(scheme: string, handler: ProtocolHandler): void {
    if (this.#handlers.has(scheme)) throw new Error(`The scheme '${scheme}' has been intercepted`);
    this.#handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    this.#handlers.delete(scheme);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  static handlerOf(protocol: Protocol, scheme: string): ProtocolHandler | undefined {
    return protocol.#handlers.get(scheme);
  }
}
strictClass('protocol', Protocol);

export class Session extends EventEmitter {
  readonly protocol = new Protocol();
  readonly webRequest = new WebRequest();
  #permissionAsked: PermissionAsked | null = null;
  #permissionChecked: PermissionChecked | null = null;

  setPermissionRequestHandler(handler: PermissionAsked | null): void {
    this.#permissionAsked = handler;
  }

  setPermissionCheckHandler(handler: PermissionChecked | null): void {
    this.#permissionChecked = handler;
  }

  setDevicePermissionHandler(_handler: unknown): void {}
  setDisplayMediaRequestHandler(_handler: unknown): void {}
  setBluetoothPairingHandler(_handler: unknown): void {}
  setCertificateVerifyProc(_procedure: unknown): void {}
  setSpellCheckerEnabled(_enabled: boolean): void {}
  async clearCache(): Promise<void> {}
  async closeAllConnections(): Promise<void> {}

  /** Asks the app's handlers as Chromium would; without a handler Electron grants. */
  static async decides(session: Session, contents: object, permission: string, url: string): Promise<boolean> {
    const details = { requestingUrl: url, isMainFrame: true, embeddingOrigin: url, securityOrigin: url };
    if (session.#permissionChecked?.(contents, permission, url, details) === false) return false;
    const asked = session.#permissionAsked;
    return asked === null || new Promise((resolve) => asked(contents, permission, resolve, details));
  }

  static handlerOf(session: Session, scheme: string): ProtocolHandler | undefined {
    return Protocol.handlerOf(session.protocol, scheme);
  }
}
strictClass('session', Session);

const only = new Session();
const partitions = new Map<string, Session>();

export const session = strict('session', {
  get defaultSession(): Session {
    requireReady('Session can only be received when app is ready');
    return only;
  },
  /** Sessions for requests of the main process; windows are always in the default one. */
  fromPartition(partition: string, _options?: object): Session {
    requireReady('Session can only be received when app is ready');
    const known = partitions.get(partition) ?? new Session();
    partitions.set(partition, known);
    return known;
  },
});

/**
 * The module `protocol`: that of the default session, and the one call allowed before the app is
 * ready.
 */
export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    if (runtime.ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of schemes) registerScheme(scheme, privileges);
  },
  handle: (scheme: string, handler: ProtocolHandler): void => session.defaultSession.protocol.handle(scheme, handler),
  unhandle: (scheme: string): void => session.defaultSession.protocol.unhandle(scheme),
  isProtocolHandled: (scheme: string): boolean => session.defaultSession.protocol.isProtocolHandled(scheme),
});
