import type { Incident } from '../../../src-shared/model/index.ts';
import { VERBS, type Verb } from '../jobs/verbs.ts';

/**
 * What its rule suggests to do with its miners, as the screens know it; null where it suggests
 * nothing.
 */
export function suggestedVerb({ suggested_action, miner_ids }: Incident): Verb | null {
  if (miner_ids.length === 0) return null;
  return VERBS.find((verb) => verb === suggested_action?.action) ?? null;
}
