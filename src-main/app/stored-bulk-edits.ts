import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BulkEditStore, DecidedLater, LostBulkEdit, MinerWork, StoredBulkEdit } from '../fleet/bulk-edit-work.ts';
import { replaceFile } from '../runtime/replace-file.ts';
import { Semaphore } from '../runtime/semaphore.ts';
import type { SecretBox } from '../secrets/secret-box.ts';

export interface StoredBulkEdits extends BulkEditStore {
  /**
   * Re-encrypts the passwords of running changes with the current box. Those that cannot be
   * decrypted stay as they are. Rejects if a file cannot be read or written.
   */
  reencrypt(): Promise<void>;
}

type Box = Pick<SecretBox, 'encrypt' | 'open'>;

const NAME = /^[0-9a-f-]{36}\.json$/;

/**
 * Stores running changes of many miners in a folder, one file for each, with encrypted passwords.
 * `onError` is called for each unusable file: a damaged one is deleted, one that cannot be read now
 * is left for the next start.
 */
export function storedBulkEdits(folder: string, box: Box, onError: (error: unknown) => void): StoredBulkEdits {
  const fileOf = (id: string): string => join(folder, `${id}.json`);
  const namesOf = async (): Promise<string[]> =>
    (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name)).sort();
  /** One after the other, so that a change that has ended is not written again. */
  const turns = new Semaphore(1);
  const keep = async (change: StoredBulkEdit): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const miners = change.work.miners.map((work) => withPassword(work, (text) => box.encrypt(text)));
    await replaceFile(fileOf(change.change_id), JSON.stringify({ ...change, work: { ...change.work, miners } }));
  };
  return {
    keep: (change) => turns.run(() => keep(change)),
    decideLater: (id, decided) =>
      turns.run(async () => {
        const text = await readFile(fileOf(id), 'utf8').catch(endedMeanwhile);
        if (text === null) return;
        const change = JSON.parse(text) as StoredBulkEdit;
        const decided_later = withDecided(change.decided_later ?? {}, decided);
        await replaceFile(fileOf(id), JSON.stringify({ ...change, decided_later }));
      }),
    forget: (id) => turns.run(() => rm(fileOf(id), { force: true })),
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
          found.push(openChange(JSON.parse(text) as StoredBulkEdit, box));
        } catch (error) {
          onError(error);
          await rm(file, { force: true });
        }
      }
      return found;
    },
  };
}

/** A change that has ended has no file any more. */
function endedMeanwhile(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function withDecided(before: DecidedLater, more: DecidedLater): DecidedLater {
  const added = Object.entries(more).map(([id, fields]) => [id, [...new Set([...(before[id] ?? []), ...fields])]]);
  return { ...before, ...Object.fromEntries(added) };
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
