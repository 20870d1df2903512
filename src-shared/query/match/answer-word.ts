import type { Moment } from '../../miner/miner-now.ts';
import type { Miner } from '../../model/index.ts';
import { normaliseMac } from '../../pasted-mac.ts';
import { TEXT_FIELDS } from '../fields/text-fields.ts';
import type { LeafMeaning } from '../query.ts';
import { isLike, type TextTest } from './answer-text.ts';

const SEARCHED = [
  'name',
  'ip',
  'mac',
  'model',
  'firmware',
  'hostname',
  'state',
  'tag',
  'rack',
  'pdu',
  'switch',
] as const;

/** The searched fields without those of addresses. */
const NAMED = SEARCHED.filter((field) => field !== 'ip' && field !== 'mac');
/** Also the workers with their accounts, which a word without a dot would match on the whole farm. */
const NAMED_OR_WORKER = [...NAMED, 'worker'] as const;
/** What may be a part of a MAC or IP address, also as a pattern. */
const ADDRESS_PART = /^[\da-f:.*[\]-]*$/;

interface WordTest {
  readonly isIn: TextTest;
  /** The word is searched in the worker's own name too, without its account. */
  readonly alsoWorker: boolean;
  readonly fields: readonly (typeof SEARCHED | typeof NAMED_OR_WORKER)[number][];
}
type WordTerm = Extract<LeafMeaning, { kind: 'word' }>;

/** Cached, because rules test each miner of a large farm every few seconds. */
const wordTestsOf = new WeakMap<WordTerm, readonly WordTest[]>();

function wordTests(term: WordTerm): readonly WordTest[] {
  const known = wordTestsOf.get(term);
  if (known !== undefined) return known;
  const tests = term.values.map((value): WordTest => {
    const word = value.toLowerCase();
    const named = word.includes('.') ? NAMED_OR_WORKER : NAMED;
    const mac = normaliseMac(word);
    return {
      isIn: (text) => isIn(text, word) || text === mac,
      fields: ADDRESS_PART.test(word) ? SEARCHED : named,
      alsoWorker: !word.includes('.'),
    };
  });
  wordTestsOf.set(term, tests);
  return tests;
}

/** Whether one of the words is in one of the searched text fields of a miner. */
export function isMentioned(term: WordTerm, miner: Miner, moment: Moment): boolean {
  for (const { isIn, fields, alsoWorker } of wordTests(term)) {
    if (alsoWorker && isIn(workerName(miner, moment))) return true;
    for (const field of fields) {
      for (const text of TEXT_FIELDS[field](miner, moment)) if (text !== null && isIn(text.toLowerCase())) return true;
    }
  }
  return false;
}

/** What follows the account in `account.worker`, in lower case; empty if nothing does. */
function workerName(miner: Miner, moment: Moment): string {
  const [user] = TEXT_FIELDS.worker(miner, moment);
  return user?.split('.').slice(1).join('.').toLowerCase() ?? '';
}

/** Whether a text contains a word. A word with `*` is a pattern for the whole text. */
function isIn(text: string, word: string): boolean {
  return word.includes('*') ? isLike(text, word) : text.includes(word);
}
