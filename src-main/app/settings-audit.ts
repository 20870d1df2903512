import { readFile, rm } from 'node:fs/promises';
import { type Actor, type EventOf, FarmEvent, type SettingsPatch } from '../../src-shared/model/index.ts';
import { ConfigError } from '../config/config-file.ts';
import { isInForce, settingChanges } from '../config/setting-changes.ts';
import type { SettingsStore } from '../config/settings-store.ts';
import type { EventBus } from '../events/bus.ts';
import { replaceFile } from '../runtime/replace-file.ts';

type Change = EventOf<'settings_changed'>;

export interface SettingsAuditOptions {
  /** Where changes wait that are not in the activity yet; there is none most of the time. */
  readonly file: string;
  readonly settings: Pick<SettingsStore, 'current' | 'update'>;
  readonly bus: Pick<EventBus, 'prepare' | 'recordPrepared'>;
  readonly onError: (error: unknown) => void;
}

/**
 * Changes of the settings with their entries in the activity. The settings are a file and the
 * activity is in the database, so that no transaction holds both: the entry is in a file of its own
 * before the settings are changed, and stays there until it is in the database. Where PowerHive
 * ends between the two, the next start writes the entry.
 */
export class SettingsAudit {
  readonly #options: SettingsAuditOptions;
  #waiting: readonly Change[] = [];
  /** Writes of the file, one after the other. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: SettingsAuditOptions) {
    this.#options = options;
  }

  /**
   * Changes the settings; a message says why they cannot be. They are in force when it resolves,
   * and the entry is in the activity, or waits for a database that takes nothing now.
   */
  async update(patch: SettingsPatch, actor: Actor): ReturnType<SettingsStore['update']> {
    const { settings, bus } = this.#options;
    const made: Change[] = [];
    const answer = await settings.update(patch, async ({ before, edited, after }) => {
      const inFile = { changes: settingChanges(before, edited), in_file: true as const };
      const asked = { changes: settingChanges(edited, after) };
      // Who edited the file is not known. Its entry is first: it is in force at the next start
      // also where the program ends before the other.
      if (inFile.changes.length > 0) made.push(bus.prepare({ event: 'settings_changed', data: inFile }));
      if (asked.changes.length > 0) made.push(bus.prepare({ event: 'settings_changed', actor, data: asked }));
      if (made.length > 0) await this.#keep([...this.#waiting, ...made]);
    });
    for (const change of made) await (answer.ok ? this.#record(change) : this.#forget(change));
    return answer;
  }

  /** Writes the entries that were missing when the program ended last. */
  async recover(): Promise<void> {
    const { file, settings } = this.#options;
    const found = await readChanges(file);
    this.#waiting = found;
    for (const [index, change] of found.entries()) {
      // What is before the last one was in force when the next began; that one may not have been.
      const isDone = index < found.length - 1 || isInForce(change.data.changes, settings.current);
      if (isDone) await this.#record(change);
      else await this.#forget(change);
    }
  }

  /** It stays in the file, and due, where the database does not take it now. */
  async #record(change: Change): Promise<void> {
    try {
      await this.#options.bus.recordPrepared(change);
      await this.#forget(change);
    } catch (error) {
      this.#options.onError(error);
    }
  }

  /**
   * One that cannot be taken out of the file now is known to be in the activity at the next start.
   */
  async #forget(change: Change): Promise<void> {
    const { onError } = this.#options;
    await this.#keep(this.#waiting.filter(({ event_id }) => event_id !== change.event_id)).catch(onError);
  }

  #keep(waiting: readonly Change[]): Promise<void> {
    const { file } = this.#options;
    this.#waiting = waiting;
    const write = async (): Promise<void> => {
      try {
        if (waiting.length === 0) await rm(file, { force: true });
        else await replaceFile(file, JSON.stringify(waiting));
      } catch (error) {
        throw new ConfigError(`${file} cannot be written: ${(error as Error).message}. The settings are unchanged.`);
      }
    };
    const written = this.#work.then(write);
    this.#work = written.catch(() => undefined);
    return written;
  }
}

/** The changes in that file; none where it is not there, or not readable. */
async function readChanges(file: string): Promise<Change[]> {
  try {
    const changes = FarmEvent.array().parse(JSON.parse(await readFile(file, 'utf8')));
    return changes.filter((event) => event.event === 'settings_changed');
  } catch {
    return [];
  }
}
