import { access, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  BulkEditStore,
  DecidedLater,
  LostBulkEdit,
  MinerWork,
  StoredBulkEdit,
} from '../fleet/bulk/bulk-edit-work.ts';
import { replaceFile } from '../runtime/files/replace-file.ts';
import { Semaphore } from '../runtime/semaphore.ts';
import { systemErrorWords } from '../runtime/system-error.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { StoreError } from '../store/store-error.ts';

export interface StoredBulkEdits extends BulkEditStore {
  /**
   * Re-encrypts the passwords of running changes with the current box. Those that cannot be
   * decrypted stay as they are. Rejects if a file cannot be read or written.
   */
  reencrypt(): Promise<void>;
}

type Box = Pick<SecretBox, 'encrypt' | 'open'>;

const NAME = /^[0-9a-f-]{36}\.json$/;

/** A disk that takes nothing refuses the change, as the database does, and says what to do. */
function refused(error: unknown): never {
  const words = systemErrorWords(error);
  throw words === null ? error : new StoreError('unwritable', words, { cause: error });
}

/** The name without its ending is that of the change. */
const DECIDED_NAME = /^[0-9a-f-]{36}\.decided$/;

/**
 * Stores running changes of many miners in a folder, one file for each, with encrypted passwords. A
 * second file has what was decided for single miners after the start: a line for each decision, so
 * that one costs the same however many miners the change has.
 * `onError` is called for each unusable file: a damaged one is deleted, one that cannot be read now
 * is left for the next start.
 */
export function storedBulkEdits(folder: string, box: Box, onError: (error: unknown) => void): StoredBulkEdits {
  const fileOf = (id: string): string => join(folder, `${id}.json`);
  const decidedFileOf = (id: string): string => join(folder, `${id}.decided`);
  const namesOf = async (): Promise<string[]> =>
    (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name)).sort();
  /** One after the other, so that a change that has ended is not written again. */
  const turns = new Semaphore(1);
  const keep = async (change: StoredBulkEdit): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const miners = change.work.miners.map((work) => withPassword(work, (text) => box.encrypt(text)));
    await replaceFile(fileOf(change.change_id), JSON.stringify({ ...change, work: { ...change.work, miners } }));
  };
  /** A change that has ended has no file any more. */
  const isOver = (id: string): Promise<boolean> =>
    access(fileOf(id)).then(
      () => false,
      (error: NodeJS.ErrnoException) => orMissing(error) === null,
    );
  /** The program may have ended between the two removals of a change that is over. */
  const removeRest = async (): Promise<void> => {
    for (const name of (await readdir(folder).catch(() => [])).filter((one) => DECIDED_NAME.test(one))) {
      const id = name.slice(0, -'.decided'.length);
      if (await isOver(id)) await rm(decidedFileOf(id), { force: true });
    }
  };
  return {
    keep: (change) => turns.run(() => keep(change)).catch(refused),
    decideLater: (id, minerId, fields) =>
      turns.run(async () => {
        if (await isOver(id)) return;
        const handle = await open(decidedFileOf(id), 'a', 0o600);
        try {
          // A line that a power cut left incomplete was never acknowledged: the next begins on a line of its own.
          await handle.appendFile(`\n${JSON.stringify([minerId, fields])}`);
          await handle.sync();
        } finally {
          await handle.close();
        }
      }),
    // Without its first file a change is over, so that the second is of no use any more.
    forget: (id) =>
      turns.run(async () => {
        await rm(fileOf(id), { force: true });
        await rm(decidedFileOf(id), { force: true });
      }),
    reencrypt: () =>
      turns.run(async () => {
        for (const name of await namesOf()) {
          const found = openChange(JSON.parse(await readFile(join(folder, name), 'utf8')) as StoredBulkEdit, box);
          if (found.work !== null) await keep(found);
        }
      }),
    async load() {
      const found: (StoredBulkEdit | LostBulkEdit)[] = [];
      for (const name of await namesOf()) {
        const file = join(folder, name);
        const text = await readFile(file, 'utf8').catch((error: unknown) => {
          onError(error);
          return null;
        });
        if (text === null) continue;
        try {
          const change = openChange(JSON.parse(text) as StoredBulkEdit, box);
          const later = await readFile(decidedFileOf(change.change_id), 'utf8').catch(orMissing);
          found.push(later === null ? change : { ...change, decided_later: withDecided(change, later) });
        } catch (error) {
          onError(error);
          await rm(file, { force: true });
        }
      }
      await removeRest();
      return found;
    },
  };
}

function orMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** What was decided later: that of the change itself (earlier versions), and these lines. */
function withDecided({ decided_later }: Pick<StoredBulkEdit, 'decided_later'>, lines: string): DecidedLater {
  const decided = new Map(Object.entries(decided_later ?? {}));
  for (const line of lines.split('\n')) {
    const [id, fields] = parsedLine(line) ?? [];
    if (id !== undefined) decided.set(id, [...new Set([...(decided.get(id) ?? []), ...(fields ?? [])])]);
  }
  return Object.fromEntries(decided);
}

/** Null for an incomplete line. */
function parsedLine(line: string): [id: string, fields: string[]] | null {
  try {
    return JSON.parse(line) as [string, string[]];
  } catch {
    return null;
  }
}

/** Decrypts the passwords of a change; it is lost if one cannot be decrypted here. */
function openChange(kept: StoredBulkEdit, box: Box): StoredBulkEdit | LostBulkEdit {
  let isLost = false;
  const miners = kept.work.miners.map((work) =>
    withPassword(work, (text) => {
      const plain = box.open(text);
      if (plain === null) isLost = true;
      return plain ?? '';
    }),
  );
  return isLost ? { ...kept, work: null } : { ...kept, work: { ...kept.work, miners } };
}

function withPassword(work: MinerWork, change: (text: string) => string): MinerWork {
  const password = work.patch?.unlock_pass;
  if (typeof password !== 'string') return work;
  return { ...work, patch: { ...work.patch, unlock_pass: change(password) } };
}
