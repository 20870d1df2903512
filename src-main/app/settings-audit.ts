import { readFile, rm } from 'node:fs/promises';
import { type Actor, type EventOf, FarmEvent, type SettingsPatch } from '../../src-shared/model/index.ts';
import { ConfigError } from '../config/config-file.ts';
import { isInForce, settingChanges } from '../config/setting-changes.ts';
import type { SettingsStore } from '../config/settings-store.ts';
import type { EventBus } from '../events/bus.ts';
import { replaceFile } from '../runtime/files/replace-file.ts';
import { mustBeFile } from '../runtime/system-error.ts';

type Change = EventOf<'settings_changed'>;

export interface SettingsAuditOptions {
  /** File of the changes that are not in the activity yet; usually there is none. */
  readonly file: string;
  readonly settings: Pick<SettingsStore, 'current' | 'update'>;
  readonly bus: Pick<EventBus, 'prepare' | 'recordPrepared'>;
  readonly onError: (error: unknown) => void;
}

/**
 * Records changes of the settings in the activity. The settings are a file and the activity is in
 * the database, so that they share no transaction: the entry is written to a file of its own before
 * the settings are changed, and kept until it is in the database. If PowerHive ends between the
 * two, the next start writes the entry.
 */
export class SettingsAudit {
  readonly #options: SettingsAuditOptions;
  #waiting: readonly Change[] = [];
  /** Writes of the file run one after the other. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: SettingsAuditOptions) {
    this.#options = options;
  }

  /**
   * Changes the settings, or returns the reason why not. When it resolves, they are in effect, and
   * the entry is in the activity, or waits until the database can be written.
   */
  async update(patch: SettingsPatch, actor: Actor): ReturnType<SettingsStore['update']> {
    const { settings, bus } = this.#options;
    const made: Change[] = [];
    const result = await settings.update(patch, async ({ before, edited, after }) => {
      const inFile = { changes: settingChanges(before, edited), in_file: true as const };
      const asked = { changes: settingChanges(edited, after) };
      // The actor of an edit of the file is not known. Its entry is first, because the edit is in
      // effect at the next start even if the program ends before the second entry.
      if (inFile.changes.length > 0) made.push(bus.prepare({ event: 'settings_changed', data: inFile }));
      if (asked.changes.length > 0) made.push(bus.prepare({ event: 'settings_changed', actor, data: asked }));
      if (made.length > 0) await this.#keep([...this.#waiting, ...made]);
    });
    for (const change of made) await (result.ok ? this.#record(change) : this.#forget(change));
    return result;
  }

  /** Writes the entries that were missing when the program last ended. */
  async recover(): Promise<void> {
    const { file, settings } = this.#options;
    const found = await readChanges(file);
    this.#waiting = found;
    for (const [index, change] of found.entries()) {
      // All but the last were in effect when the next one began; the last may not have been.
      const isDone = index < found.length - 1 || isInForce(change.data.changes, settings.current);
      if (isDone) await this.#record(change);
      else await this.#forget(change);
    }
  }

  /** If the database cannot be written now, the change stays in the file and is due. */
  async #record(change: Change): Promise<void> {
    try {
      await this.#options.bus.recordPrepared(change);
      await this.#forget(change);
    } catch (error) {
      this.#options.onError(error);
    }
  }

  /** If it cannot be removed from the file, the next start finds it in the activity. */
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

/** The changes in that file; none if it is missing or not readable. */
async function readChanges(file: string): Promise<Change[]> {
  try {
    mustBeFile(file);
    const changes = FarmEvent.array().parse(JSON.parse(await readFile(file, 'utf8')));
    return changes.filter((event) => event.event === 'settings_changed');
  } catch {
    return [];
  }
}
