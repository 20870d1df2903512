import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { MinerDecision, StoredMiner } from './miner-records.ts';

/** What a replacement changes and its undo puts back; in the row of the replaced miner, without secrets. */
export const KeptForUndo = z.object({
  managed: z.int(),
  /** Its own password is the successor's since. */
  had_password: z.boolean(),
  /** Of its sealed password: by it one that was entered for the successor since is told. */
  password_digest: z.string().nullable().default(null),
  /** The keys of the miners that it had replaced itself. */
  handed_on: z.array(z.int()),
  successor_key: z.int(),
  /** The decisions about the successor before, and those that it got. */
  before: z.object({
    managed: z.int(),
    nickname: z.string().nullable(),
    tags: z.string(),
    place: z.string().nullable(),
  }),
  given: z.object({
    managed: z.int(),
    nickname: z.string().nullable(),
    tags: z.string(),
    place: z.string().nullable(),
  }),
  columns: z.object({
    tuned_presets: z.string().nullable(),
    preset_set: z.string().nullable(),
    preset_baseline: z.string().nullable(),
    pools_set: z.string().nullable(),
    pools_before: z.string().nullable(),
  }),
});
export type KeptForUndo = z.infer<typeof KeptForUndo>;

/** SHA-256 of a sealed password, which tells whether it is still the same; null for none. */
export function digestOf(sealed: string | null): string | null {
  return sealed === null ? null : createHash('sha256').update(sealed).digest('hex');
}

/** Whether the replacement of a miner can be undone, and by which miner it was replaced. */
export type Replacement =
  | { readonly state: 'undoable'; readonly successor_id: string; readonly name: string | null }
  /** `successor_left`: that one was removed or replaced since. `removed`: the miner was back, and was removed. */
  | { readonly state: 'none' | 'not_kept' | 'successor_left' | 'removed' };

/** What the undo of a replacement leaves. */
export interface UndoneReplacement {
  /** The miner that is back in its place. */
  readonly miner: StoredMiner;
  readonly successor: { readonly id: string; readonly decision: MinerDecision };
}
