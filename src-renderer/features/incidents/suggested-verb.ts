import type { Incident } from '../../../src-shared/model/index.ts';
import { VERBS, type Verb } from '../jobs/actions/verbs.ts';
import { orderTitle } from '../jobs/job-words.ts';

/** The verb for the action that the rule suggests for the miners; null if there is none. */
export function suggestedVerb({ suggested_action, miner_ids }: Incident): Verb | null {
  if (miner_ids.length === 0) return null;
  return VERBS.find((verb) => verb === suggested_action?.action) ?? null;
}

/** The suggested action in words: "Restart"; empty if there is none. */
export function suggestedText({ suggested_action }: Pick<Incident, 'suggested_action'>): string {
  return suggested_action === null ? '' : orderTitle(suggested_action.action, suggested_action.params);
}
