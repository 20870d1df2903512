import type { Actor, Desktop, RestStatus } from '../../src-shared/model/index.ts';

/**
 * What the program can report and do only through its host (REST server, desktop): the ports are
 * set when the host is open. The program itself knows neither a server nor a window.
 */
export interface HostPorts {
  rest: { status(): Promise<RestStatus> } | null;
  /** Null where there is no window. */
  desktop: DesktopPort | null;
}

export interface DesktopPort {
  state(): Desktop;
  /** May throw, or change nothing: `state` says what is in force. */
  setOpenAtLogin(on: boolean): void;
  /** Shows a notification of the system. */
  notify(title: string, body: string): void;
  /**
   * Null when it is done, and in the activity, else why it was not, in words. There is one event,
   * also where it was done before.
   */
  moveSecrets(actor: Actor): Promise<string | null>;
  /** Opens the page of the miner that was found at this address. */
  openMinerPage(ip: string): void;
  openDemo(): void;
  checkForUpdates(): void;
}
