import type { Entry } from '../fleet/entry.ts';
import type { ResealedSecret } from '../store/store.ts';
import { type SecretBox, sealFormatOf } from './secret-box.ts';

const COLUMNS = ['api_key_sealed', 'unlock_pass_sealed'] as const;

/** Every secret that is not sealed as the box seals, sealed so. Throws if one would not open again: then nothing is to be written. */
export function planReseal(entries: Iterable<Entry>, box: SecretBox): ResealedSecret[] {
  const changes: ResealedSecret[] = [];
  for (const { stored } of entries) {
    for (const column of COLUMNS) {
      const before = stored[column];
      if (before === null || sealFormatOf(before) === box.format) continue;
      const plain = box.open(before);
      if (plain === null) continue;
      const after = box.seal(plain);
      if (box.open(after) !== plain) throw new Error('What was sealed anew does not open again. Nothing was changed.');
      changes.push({ id: stored.id, column, before, after });
    }
  }
  return changes;
}
