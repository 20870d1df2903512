import type { Logger } from 'pino';
import { messageOf } from '../../runtime/message-of.ts';
import { planUpdates, type UpdateFacts, type UpdateMessage, type UpdateNews, updateMessage } from './update-plan.ts';

/** The place that offers updates, as `update-feed.ts` reaches it. */
export interface UpdateFeed {
  /** The version that is offered if it is newer than this one, else null. */
  findNewer(): Promise<string | null>;
  /** Fetches what `findNewer` found, and rejects unless it is what it should be. */
  download(): Promise<void>;
  /** Puts it in place and starts it. This program must have ended its work. */
  install(): void;
}

export interface UpdatesOptions {
  readonly facts: UpdateFacts;
  readonly version: string;
  /** Only called with an address of the configuration. */
  readonly openFeed: (url: string) => Promise<UpdateFeed>;
  /** Shows a message and returns which of its buttons was chosen. */
  readonly ask: (message: UpdateMessage) => Promise<number>;
  readonly openExternalLink: (url: string) => void;
  /** Ends the program in order, and installs then. */
  readonly quitAndInstall: (install: () => void) => void;
  readonly log: Logger;
}

/**
 * Looks for a newer PowerHive when the operator asks, one look at a time. Each step that leaves a
 * trace is asked for.
 */
export class Updates {
  readonly #options: UpdatesOptions;
  #looking: Promise<void> | null = null;

  constructor(options: UpdatesOptions) {
    this.#options = options;
  }

  check(): Promise<void> {
    this.#looking ??= this.#check().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #check(): Promise<void> {
    const { facts, version, openFeed, openExternalLink, quitAndInstall, log } = this.#options;
    const { url } = facts;
    const plan = planUpdates(facts);
    if (url === null || plan.kind === 'ask_nobody') return void (await this.#tell({ kind: 'ask_nobody' }));
    try {
      const feed = await openFeed(url);
      const next = await feed.findNewer();
      if (next === null) return void (await this.#tell({ kind: 'newest', version }));
      const isWanted = await this.#tell({ kind: 'newer', version, next, plan, url });
      if (!isWanted) return;
      if (plan.kind === 'tell') {
        openExternalLink(url);
        return;
      }
      await feed.download();
      log.info({ version: next }, 'Downloaded an update');
      if (await this.#tell({ kind: 'downloaded', next })) quitAndInstall(() => feed.install());
    } catch (error) {
      log.warn({ err: error }, 'Looking for an update failed');
      const [why = ''] = messageOf(error).split('\n');
      await this.#tell({ kind: 'failed', why });
    }
  }

  /** Whether the operator chose to go on. A message with one button only informs. */
  async #tell(news: UpdateNews): Promise<boolean> {
    const message = updateMessage(news);
    const chosen = await this.#options.ask(message);
    return message.buttons.length > 1 && chosen === 0;
  }
}
