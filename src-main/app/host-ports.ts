import type { Actor, Desktop, RestStatus } from '../../src-shared/model/index.ts';

/**
 * What the program can report and do only through its host (REST server, desktop), which sets these
 * ports when it is open. The program itself depends on neither a server nor a window.
 */
export interface HostPorts {
  rest: RestPort | null;
  /** Null without a window. */
  desktop: DesktopPort | null;
}

export interface RestPort {
  status(): Promise<RestStatus>;
  /** The OpenAPI document as JSON. */
  document(): Promise<string>;
}

export interface DesktopPort {
  state(): Desktop;
  /** May throw, or change nothing: `state` shows what is in effect. */
  setOpenAtLogin(on: boolean): void;
  /** Displays a system notification. */
  notify(title: string, body: string): void;
  /**
   * Null if it is done and in the activity, else the reason why not. One event is recorded, even if
   * it was done before.
   */
  moveSecrets(actor: Actor): Promise<string | null>;
  /** Opens the web page of the miner at this address. */
  openMinerPage(ip: string): void;
  openDemo(): void;
  checkForUpdates(): void;
}
