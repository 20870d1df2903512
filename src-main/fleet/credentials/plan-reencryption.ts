import { encryptionFormatOf, type SecretBox } from '../../secrets/secret-box.ts';
import type { ReencryptedSecret } from '../../store/store.ts';
import type { Entry } from '../miner-entry.ts';

const COLUMNS = ['api_key_sealed', 'unlock_pass_sealed'] as const;

/**
 * All secrets that are not in the format of the box, re-encrypted with it. Throws if one cannot be
 * decrypted again: then nothing may be written.
 */
export function planReencryption(entries: Iterable<Entry>, box: SecretBox): ReencryptedSecret[] {
  const changes: ReencryptedSecret[] = [];
  for (const { stored } of entries) {
    for (const column of COLUMNS) {
      const before = stored[column];
      if (before === null || encryptionFormatOf(before) === box.format) continue;
      const plain = box.open(before);
      if (plain === null) continue;
      const after = box.encrypt(plain);
      if (box.open(after) !== plain)
        throw new Error('What was encrypted again does not open again. Nothing was changed.');
      changes.push({ id: stored.id, column, before, after });
    }
  }
  return changes;
}
