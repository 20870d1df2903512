import { CONDITION_CODES, type ConditionCode, conditionKind } from '../condition-kinds.ts';
import { tempText } from '../temperature.ts';
import { countText } from '../text/count-text.ts';
import { parseQuery } from './parse/parse-query.ts';
import type { Amount, LeafTerm, QueryTerm } from './query.ts';
import { queryTexts } from './query-texts.ts';

const { words: texts } = queryTexts;

/** Titles that describe the miner itself; of the others it has something. */
const OF_THE_MINER: ReadonlySet<ConditionCode> = new Set<ConditionCode>([
  'offline',
  'not_answering',
  'start_stuck',
  'restarting_often',
  'miner_zero_hashrate',
  'hot',
  'above_max_preset',
  'miner_throttled',
]);

const DURATIONS: ReadonlySet<string> = new Set(['since', 'uptime', 'age', 'seen']);

/**
 * A query as an operator says it: "with failure or protective stop", "hash rate below 85 % of
 * expected", "12 miners". The query itself is shown where it is typed. One with an error stays as it
 * is.
 */
export function queryWords(query: string): string {
  const { terms, errors } = parseQuery(query);
  if (errors.length > 0) return query;
  return terms.length === 0 ? texts.all : terms.map(termWords).join(', ');
}

function termWords(term: QueryTerm): string {
  if (term.kind !== 'either') return leafWords(term);
  const options = term.options.map((option) => option.map(termWords).join(texts.and));
  const either = options.join(texts.or);
  return term.negated ? texts.not(options.length > 1 ? `(${either})` : either) : either;
}

function leafWords(term: LeafTerm): string {
  switch (term.kind) {
    case 'flag':
      return texts.flags[term.flag][term.negated ? 'no' : 'yes'];
    case 'word':
      return negatedIf(term.negated, term.values.map((value) => `"${value}"`).join(texts.or));
    case 'number':
      return negatedIf(term.negated, numberWords(term));
    case 'text':
      return textWords(term);
  }
}

function textWords({ field, operator, values, negated }: Extract<LeafTerm, { kind: 'text' }>): string {
  const isNot = negated !== (operator === '!=');
  if (field === 'mac') {
    const miners = countText(values.length, 'miner');
    return isNot ? texts.allBut(miners) : miners;
  }
  if (field === 'condition') return negatedIf(isNot, conditionWords(values));
  const [first = ''] = values;
  const value = first.toLowerCase();
  if (field === 'place' && value === 'none') return isNot ? texts.placed : texts.unplaced;
  if (field === 'maintenance' && ['yes', 'no', 'none'].includes(value)) {
    return negatedIf(isNot !== (value !== 'yes'), texts.inMaintenance);
  }
  if (value === 'unusual' && values.length === 1) return negatedIf(isNot, texts.unusual(texts.nouns[field] ?? field));
  return negatedIf(isNot, texts.fields[field](values.join(texts.or)));
}

/** Conditions by their titles. */
function conditionWords(codes: readonly string[]): string {
  const known = codes.filter(isConditionCode);
  const titles = (those: readonly ConditionCode[]): string =>
    those.map((code) => conditionKind(code).title.toLowerCase()).join(texts.or);
  const own = known.filter((code) => OF_THE_MINER.has(code));
  const parts = known.filter((code) => !OF_THE_MINER.has(code));
  const others = codes.filter((code) => !isConditionCode(code));
  const having = [titles(parts), others.join(texts.or)].filter((part) => part !== '').join(texts.or);
  return [titles(own), having === '' ? '' : texts.having(having)].filter((part) => part !== '').join(texts.or);
}

function numberWords({ field, operator, values }: Extract<LeafTerm, { kind: 'number' }>): string {
  const amounts = values.map((value) => amountWords(field, value)).join(texts.or);
  const isDuration = DURATIONS.has(field);
  const compare = (isDuration ? texts.durations[operator] : undefined) ?? texts.operators[operator];
  const compared = compare(amounts);
  const isShare = values.some(({ percent }) => percent);
  const noun = field === 'fans' && isShare ? texts.fanSpeed : (texts.nouns[field] ?? field);
  if (field === 'age' || field === 'seen') return texts.ago(`${noun} ${compared}`);
  return `${noun} ${compared}${field === 'hashrate' && isShare ? texts.ofExpected : ''}`;
}

function amountWords(field: Extract<LeafTerm, { kind: 'number' }>['field'], amount: Amount): string {
  if (amount.limit) return texts.limit;
  if (field === 'temp') return tempText(amount.value);
  const spaced = amount.text.replace(/(\d)\s*(?=[^\d.,])/, '$1 ');
  if (!amount.bare) return spaced;
  const unit = field === 'power' || field === 'preset' ? 'W' : field === 'errors' || field === 'rejected' ? '%' : '';
  return unit === '' ? spaced : `${spaced} ${unit}`;
}

function negatedIf(negated: boolean, text: string): string {
  return negated ? texts.not(text) : text;
}

function isConditionCode(code: string): code is ConditionCode {
  return (CONDITION_CODES as readonly string[]).includes(code);
}
