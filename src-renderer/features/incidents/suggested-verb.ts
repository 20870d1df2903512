import type { Incident } from '../../../src-shared/model/index.ts';
import { jobsTexts } from '../jobs/jobs-texts.ts';
import { VERBS, type Verb } from '../jobs/verbs.ts';
import { rulesTexts } from './rules-texts.ts';

/** The verb for the action that the rule suggests for the miners; null if there is none. */
export function suggestedVerb({ suggested_action, miner_ids }: Incident): Verb | null {
  if (miner_ids.length === 0) return null;
  return VERBS.find((verb) => verb === suggested_action?.action) ?? null;
}

/** The suggested action in words: "Restart". */
export function suggestedText(verb: Verb, { suggested_action }: Pick<Incident, 'suggested_action'>): string {
  if (verb === 'preset' && suggested_action?.params.steps === -1) return rulesTexts.suggested.presetDown;
  return jobsTexts.verbs[verb].replace(/ …$/, '');
}
