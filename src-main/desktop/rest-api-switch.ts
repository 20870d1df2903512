import type { Logger } from 'pino';
import type { RestStatus, Settings } from '../../src-shared/model/index.ts';
import type { App } from '../app/app.ts';
import type { DataFolder } from '../config/data-folder.ts';
import { removeRunningFile, writeRunningFile } from '../config/running-file.ts';
import { curlLine } from '../serve/curl-line.ts';
import { openApiText } from '../serve/openapi.ts';
import { listenAddress, type RunningServer, startServer } from '../serve/server.ts';

export interface RestApiSwitchOptions {
  readonly powerhive: Pick<App, 'operations' | 'settings' | 'publish' | 'tokens'>;
  readonly folder: DataFolder;
  readonly screensDir: string;
  readonly version: string;
  readonly log: Logger;
}

const STOP_WITHIN_MS = 1000;

/**
 * REST for tools on this computer, and the same screens in a browser. Off until the operator
 * switches it on. Changes of the settings take effect at once.
 */
export class RestApiSwitch {
  readonly #options: RestApiSwitchOptions;
  #server: RunningServer | null = null;
  #addr: string | null = null;
  #trouble: string | null = null;
  #stopped = false;
  /** Changes run one at a time. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: RestApiSwitchOptions) {
    this.#options = options;
    options.powerhive.settings.onChange(({ http }) => this.#follow(http));
    this.#follow(options.powerhive.settings.current.http);
  }

  /** The state after all changes of the settings so far were carried out. */
  async status(): Promise<RestStatus> {
    await this.#work;
    const { folder, powerhive } = this.#options;
    const { addr } = powerhive.settings.current.http;
    const url = this.#server?.url ?? null;
    return {
      url,
      trouble: this.#trouble,
      always_on: false,
      token_file: folder.tokenFile,
      curl_line: curlLine(url ?? `http://${addr.replace(/^:/, '127.0.0.1:')}`, folder.tokenFile, process.platform),
    };
  }

  /** The OpenAPI document as JSON, also while REST is off. */
  document(): Promise<string> {
    return openApiText(this.#options.version);
  }

  stop(): Promise<void> {
    this.#stopped = true;
    return this.#then(() => this.#close());
  }

  #follow(http: Settings['http']): void {
    const wanted = http.enabled ? http.addr : null;
    void this.#then(async () => {
      if (wanted === null) this.#trouble = null;
      if (this.#stopped || wanted === this.#addr) return;
      await this.#close();
      this.#trouble = null;
      this.#addr = wanted;
      if (wanted !== null) await this.#open(wanted);
    });
  }

  #then(step: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(step).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'Switching REST failed');
    });
    return this.#work;
  }

  async #open(addr: string): Promise<void> {
    const { powerhive, folder, screensDir, version, log } = this.#options;
    try {
      this.#server = await startServer({
        program: powerhive,
        ...listenAddress(addr),
        tokenFile: folder.tokenFile,
        screensDir,
        version,
        log,
      });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // Saving the settings again retries.
      this.#addr = null;
      this.#trouble =
        code === 'EADDRINUSE' ? `${addr} is taken by another program. Choose another port in the settings.` : message;
      powerhive.publish({ event: 'rest_failed', data: { reason: this.#trouble } });
      return;
    }
    await writeRunningFile(folder.runningFile, this.#server.url, log);
    powerhive.publish({ event: 'rest_opened', data: { url: this.#server.url } });
  }

  async #close(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    this.#addr = null;
    await server.stop(STOP_WITHIN_MS);
    await removeRunningFile(this.#options.folder.runningFile, this.#options.log);
  }
}
