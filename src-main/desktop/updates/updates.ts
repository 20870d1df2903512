import type { Logger } from 'pino';
import { messageOf } from '../../runtime/message-of.ts';
import {
  planUpdates,
  type UpdateFacts,
  type UpdateMessage,
  type UpdateNews,
  updateMessage,
} from './install-or-announce.ts';

/** The update server; `update-feed.ts` implements it. */
export interface UpdateFeed {
  /** The version that is offered if it is newer than this one, else null. */
  findNewer(): Promise<string | null>;
  /**
   * Downloads the version that `findNewer` found. Rejects if its checksum or signature is wrong.
   */
  download(): Promise<void>;
  /** Installs the download and starts it. This program must have stopped its work. */
  install(): void;
}

export interface UpdatesOptions {
  readonly facts: UpdateFacts;
  readonly version: string;
  /** Only called with an address of the configuration. */
  readonly openFeed: (url: string) => Promise<UpdateFeed>;
  /** Shows a message and returns the index of the chosen button. */
  readonly ask: (message: UpdateMessage) => Promise<number>;
  readonly openExternalLink: (url: string) => void;
  /** Stops the program in order, then calls `install`. */
  readonly quitAndInstall: (install: () => void) => void;
  readonly log: Logger;
}

/**
 * Checks for a newer PowerHive when the operator requests it, one check at a time. The operator
 * confirms each step that changes something: download and restart.
 */
export class Updates {
  readonly #options: UpdatesOptions;
  #checking: Promise<void> | null = null;

  constructor(options: UpdatesOptions) {
    this.#options = options;
  }

  check(): Promise<void> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = null;
    });
    return this.#checking;
  }

  async #check(): Promise<void> {
    const { facts, version, openFeed, openExternalLink, quitAndInstall, log } = this.#options;
    const { url } = facts;
    const plan = planUpdates(facts);
    if (url === null || plan.kind === 'no_server') return void (await this.#show({ kind: 'no_server' }));
    try {
      const feed = await openFeed(url);
      const next = await feed.findNewer();
      if (next === null) return void (await this.#show({ kind: 'newest', version }));
      const isWanted = await this.#show({ kind: 'newer', version, next, plan, url });
      if (!isWanted) return;
      if (plan.kind === 'manual') {
        openExternalLink(url);
        return;
      }
      await feed.download();
      log.info({ version: next }, 'Downloaded an update');
      if (await this.#show({ kind: 'downloaded', next })) quitAndInstall(() => feed.install());
    } catch (error) {
      log.warn({ err: error }, 'Checking for an update failed');
      const [why = ''] = messageOf(error).split('\n');
      await this.#show({ kind: 'failed', why });
    }
  }

  /** Whether the operator chose to continue. False for a message with one button. */
  async #show(news: UpdateNews): Promise<boolean> {
    const message = updateMessage(news);
    const chosen = await this.#options.ask(message);
    return message.buttons.length > 1 && chosen === 0;
  }
}
