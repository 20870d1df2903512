import { ATTENTION_WORDS, CONDITION_OF_ATTENTION, type ConditionCode } from '../../../src-shared/condition-kinds.ts';
import type { Miner, Rule, SuggestedAction } from '../../../src-shared/model/index.ts';
import {
  isExcluding,
  type LeafTerm,
  leavesOf,
  parseQuery,
  queriedConditions,
  textMatches,
} from '../../../src-shared/query/index.ts';
import { builtInRule } from '../rules/built-in-rules.ts';

/** Actions that may be automatic: each may cure a fault, and changes no setting. */
const CURES: ReadonlySet<string> = new Set(['restart', 'reboot']);

/** Condition codes that no restart or reboot cures. */
const NOT_CURED: ReadonlySet<string> = new Set<ConditionCode>([
  'offline',
  'not_answering',
  'locked',
  'address_conflict',
  'failure',
  'protective_stop',
  'restarting_often',
  'pools_down',
  'pool_foreign',
  'fan_lost',
  'hot',
  'cooling_at_limit',
]);

/** A miner that starts or tunes for long may need a reboot or more time: the operator decides. */
const BY_HAND: ReadonlySet<string> = new Set<ConditionCode>(['start_stuck']);

type RuleWithAction = Pick<Rule, 'id' | 'name' | 'about' | 'query'> & {
  readonly suggested_action: SuggestedAction | null;
};

/** Why the action of a rule may not be automatic, in words; null if it may, or is not automatic. */
export function whyNotAutomatic({ id, name, about, query, suggested_action: action }: RuleWithAction): string | null {
  if (action?.automatic == null) return null;
  if (about !== 'miners')
    return `A rule about ${about === 'racks' ? 'racks' : 'PowerHive itself'} has no miner to act on.`;
  if (!CURES.has(action.action)) return 'Only restart and reboot can be automatic.';
  const builtIn = builtInRule(id);
  const terms = leavesOf(parseQuery(query).terms);
  if (isAbout(terms, BY_HAND)) return 'What starts or tunes is not restarted by itself.';
  const isKnown = builtIn !== null && builtIn.suggested_action === null;
  if (isKnown || isAbout(terms, NOT_CURED) || findsOffline(terms)) return `A ${action.action} does not cure "${name}".`;
  return null;
}

/** Whether a query asks for one of these conditions, or for its word in the state of a miner. */
function isAbout(terms: readonly LeafTerm[], codes: ReadonlySet<string>): boolean {
  if ([...queriedConditions(terms)].some((code) => codes.has(code))) return true;
  const words = stateWordsOf(codes);
  return terms.some(
    (term) =>
      term.kind === 'text' &&
      term.field === 'state' &&
      !isExcluding(term) &&
      term.values.some((value) => words.some((word) => textMatches(word, term.operator, value))),
  );
}

/** The words for these conditions in the state of a miner. */
function stateWordsOf(codes: ReadonlySet<string>): readonly string[] {
  const words = Object.entries(ATTENTION_WORDS).flatMap(([attention, word]) =>
    codes.has(CONDITION_OF_ATTENTION[attention] ?? attention) ? [word] : [],
  );
  return codes.has('failure') ? [...words, 'failed', 'failure'] : words;
}

function findsOffline(terms: readonly LeafTerm[]): boolean {
  return terms.some((term) => term.kind === 'flag' && term.flag === 'online' && term.negated);
}

/** Whether a miner has a condition that no restart cures, whatever else is wrong with it. */
export function hasNotCured({ attention, online }: Pick<Miner, 'attention' | 'online'>): boolean {
  return !online || attention.some(({ code }) => NOT_CURED.has(CONDITION_OF_ATTENTION[code] ?? code));
}
