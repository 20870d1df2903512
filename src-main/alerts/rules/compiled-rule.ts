import { CONDITION_OF_ATTENTION, type ConditionCode } from '../../../src-shared/condition-kinds.ts';
import { JUDGED_WHILE_TUNING } from '../../../src-shared/judging/firmware-state.ts';
import {
  COOLING_RESERVE,
  NO_SHARES_MS,
  SEEN_PRESET_FALL,
  TUNING_WITHOUT_HASHRATE_MS,
} from '../../../src-shared/judging/thresholds.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import { isSeenWithoutReading, mayBeStateWord, OLD_READING } from '../../../src-shared/miner/miner-state.ts';
import type { Miner, NotWhile, Rule } from '../../../src-shared/model/index.ts';
import {
  isExcluding,
  type LeafTerm,
  leavesOf,
  matchesTerms,
  namedConditions,
  parseQuery,
  type QueryTerm,
  queriedConditions,
  textMatches,
} from '../../../src-shared/query/index.ts';
import { builtInRule } from './built-in-rules.ts';

/** A rule that is prepared for matching many miners. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly forMs: number;
  readonly clearForMs: number;
  /** Whether only a current reading can end it. Without one, nothing is concluded. */
  readonly needsReading: boolean;
  /** Whether it is about responses of the miner: only a response can end it. */
  readonly needsAnswer: boolean;
  readonly hides: readonly string[] | 'all';
  /** Whether no other rule hides it: it is an own one about miners that cannot be reached. */
  readonly isNeverHidden: boolean;
  /** The conditions that it asks for. */
  readonly conditions: ReadonlySet<string>;
  /** When it finds nothing on a miner. */
  readonly silentWhile: ReadonlySet<NotWhile>;
  /**
   * What it can see while a miner tunes: everything, only that it matches but not its end
   * (`matches`), or nothing (`blind`).
   */
  readonly whileTuning: 'sees' | 'matches' | 'blind';
  /**
   * Whether time alone can make it match, such as by the age of a reading: then no change of the row
   * shows it.
   */
  readonly isTimed: boolean;
  matches(miner: Miner, moment: Moment): boolean;
  /** When what it matches began, if it is a condition that is recognised late; else null. */
  beganAt(miner: Miner, nowMs: number): number | null;
  /** Whether it has ended; without a clear query, as soon as it no longer matches. */
  clears(miner: Miner, moment: Moment): boolean;
}

/** Fields that are known even if a miner is not read. */
export const KNOWN_WITHOUT_READING: ReadonlySet<string> = new Set([
  'name',
  'model',
  'ip',
  'mac',
  'firmware',
  'hostname',
  'tag',
  'site',
  'place',
  'building',
  'row',
  'rack',
  'position',
  'pdu',
  'switch',
  'age',
  'seen',
  'since',
  'online',
  'managed',
  'maintenance',
]);

/** Null if a query of the rule has an error: such a rule matches nothing. */
export function compileRule(rule: Rule): CompiledRule | null {
  const query = parseQuery(rule.query);
  const clear = rule.clear_query === null ? null : parseQuery(rule.clear_query);
  if (query.errors.length > 0 || (clear?.errors.length ?? 0) > 0 || query.terms.length === 0) return null;
  const leaves = leavesOf(query.terms);
  const isOfConditions = leaves.every(
    (term) => namedConditions(term) !== null || !(growsByTime(term) || needsReading(term)),
  );
  const conditions = queriedConditions(query.terms);
  const late = new Set([...conditions].filter((code) => isOfConditions && LATENESS_MS.has(code)));
  const matches = (miner: Miner, moment: Moment): boolean => matchesTerms(query.terms, miner, moment);
  return {
    rule,
    forMs: rule.for_seconds * 1000,
    clearForMs: rule.clear_for_seconds * 1000,
    needsReading: leaves.some(needsReading),
    needsAnswer: [...conditions].some((code) => ABOUT_ANSWERS.has(code)),
    hides: builtInRule(rule.id)?.hides ?? [],
    isNeverHidden: !rule.built_in && isAboutAbsence(rule),
    conditions,
    silentWhile: new Set(rule.not_while ?? silentByQuery(query.terms, clear?.terms)),
    whileTuning: seenWhileTuning([...query.terms, ...(clear?.terms ?? [])]),
    isTimed: leaves.some(isTimedTerm),
    matches,
    beganAt: (miner, nowMs) => (late.size === 0 ? null : firstSinceAt(miner, late, nowMs)),
    clears: (miner, moment) => (clear === null || matchesTerms(clear.terms, miner, moment)) && !matches(miner, moment),
  };
}

/**
 * Conditions that are found some time after they began, and how long at most: one that a stop or a
 * start hides began before that, and the miner was not at fault meanwhile. Infinite where nothing
 * hides it.
 */
const LATENESS_MS: ReadonlyMap<string, number> = new Map<ConditionCode, number>([
  ['offline', Number.POSITIVE_INFINITY],
  ['not_answering', Number.POSITIVE_INFINITY],
  ['locked', Number.POSITIVE_INFINITY],
  ['address_conflict', Number.POSITIVE_INFINITY],
  ['figures_frozen', Number.POSITIVE_INFINITY],
  // The miner says since when.
  ['failure', Number.POSITIVE_INFINITY],
  ['protective_stop', Number.POSITIVE_INFINITY],
  ['start_stuck', Number.POSITIVE_INFINITY],
  ['miner_zero_hashrate', TUNING_WITHOUT_HASHRATE_MS + MINUTE_MS],
  ['no_shares', NO_SHARES_MS + MINUTE_MS],
  ['cooling_at_limit', COOLING_RESERVE.afterMs + MINUTE_MS],
  // First a notice, if its preset switcher may have lowered it.
  ['preset_fell', SEEN_PRESET_FALL.switcherMs + MINUTE_MS],
]);

/** Figures that grow by themselves. */
const TIMED: ReadonlySet<string> = new Set(['since', 'age', 'seen']);

function growsByTime(term: LeafTerm): boolean {
  return term.kind === 'number' && TIMED.has(term.field);
}

/** Texts that are gone once the reading is old, so that a term that excludes them is then true. */
const GONE_WITH_READING: ReadonlySet<string> = new Set(['state', 'chips', 'worker']);

/** Whether a term may become true without a change of the row, because a time passes. */
function isTimedTerm(term: LeafTerm): boolean {
  if (term.kind === 'number') return growsByTime(term);
  if (term.kind === 'flag')
    return (term.flag === 'hashing' && term.negated) || (term.flag === 'losing' && !term.negated);
  if (term.kind === 'word') return term.negated || term.values.some((word) => textMatches(OLD_READING, ':', word));
  const { field, operator, values } = term;
  if (isExcluding(term)) {
    return GONE_WITH_READING.has(field) || namedConditions(term)?.every(isSeenWithoutReading) === false;
  }
  // Without the faults that only a reading shows, known chips are in order.
  const appears = field === 'state' ? OLD_READING : field === 'chips' ? 'ok' : null;
  return appears !== null && values.some((value) => textMatches(appears, operator, value));
}

/** When the first of these conditions of a miner began; null if it has none, or that is unknown. */
function firstSinceAt({ attention }: Miner, codes: ReadonlySet<string>, nowMs: number): number | null {
  const sinces = attention.flatMap(({ code, since_at }) => {
    const condition = CONDITION_OF_ATTENTION[code] ?? code;
    if (!codes.has(condition) || since_at == null) return [];
    return [Math.max(since_at, nowMs - (LATENESS_MS.get(condition) ?? 0))];
  });
  return sinces.length === 0 ? null : Math.min(...sinces);
}

/**
 * When a rule with this query finds nothing, if it does not say so itself. Rules without readings
 * also work while a miner starts or was stopped: a miner that is back is not offline.
 */
export function silentByQuery(query: readonly QueryTerm[], clear: readonly QueryTerm[] = []): NotWhile[] {
  const leaves = leavesOf(query);
  const isRead = leaves.some(needsReading);
  const silent: NotWhile[] = isRead && !leaves.some(isAboutStarts) ? ['starting'] : [];
  if (seenWhileTuning([...query, ...clear]) === 'blind') silent.push('tuning');
  silent.push('in_job');
  if (isRead) silent.push('stopped');
  // A rule about miners in maintenance would find none otherwise.
  if (!leaves.some(isAboutMaintenance)) silent.push('maintenance');
  return silent;
}

const OUT_OF_REACH: readonly ConditionCode[] = ['offline', 'not_answering'];

/**
 * Whether a rule is about miners that cannot be reached, or about nothing that follows from that:
 * what hides a hot chip must not hide "offline for an hour".
 */
export function isAboutAbsence({ id, query }: Pick<Rule, 'id' | 'query'>): boolean {
  if (builtInRule(id) !== null) return builtInRule(id)?.hides === 'all';
  const leaves = leavesOf(parseQuery(query).terms);
  return leaves.some(asksForAbsence) || !leaves.some((term) => needsReading(term) || namedConditions(term) !== null);
}

function asksForAbsence(term: LeafTerm): boolean {
  if (term.kind === 'flag') return term.flag === 'online' && term.negated;
  if (isExcluding(term)) return false;
  const isState = term.kind === 'text' && term.field === 'state';
  if (isState) return term.values.some((value) => textMatches('offline', term.operator, value));
  return namedConditions(term)?.some((code) => OUT_OF_REACH.includes(code)) === true;
}

function isAboutMaintenance(term: LeafTerm): boolean {
  return term.kind === 'text' && term.field === 'maintenance' && !isExcluding(term) && !term.values.includes('none');
}

const ABOUT_ANSWERS: ReadonlySet<string> = new Set<ConditionCode>(['locked', 'not_answering']);
const ABOUT_STARTS: ReadonlySet<string> = new Set<ConditionCode>(['start_stuck', 'restarting_often']);

function isAboutStarts(term: LeafTerm): boolean {
  return !isExcluding(term) && namedConditions(term)?.some((code) => ABOUT_STARTS.has(code)) === true;
}

function needsReading(term: LeafTerm): boolean {
  if (term.kind === 'word') return term.values.some(mayBeStateWord);
  if (term.kind === 'flag') return !KNOWN_WITHOUT_READING.has(term.flag);
  const conditions = namedConditions(term);
  // Only a reading shows that a miner has no condition at all.
  if (conditions !== null) return conditions.length === 0 || !conditions.every(isSeenWithoutReading);
  return !KNOWN_WITHOUT_READING.has(term.field);
}

/** Unknown while a miner tunes, because the tuner changes them on purpose. */
const PLANNED_BY_TUNER: ReadonlySet<string> = new Set([
  'hashrate',
  'power',
  'efficiency',
  'hashing',
  'losing',
  'chips',
  'weakchips',
  'badchips',
]);

function seenWhileTuning(terms: readonly QueryTerm[]): CompiledRule['whileTuning'] {
  const seen = new Set(leavesOf(terms).map(termWhileTuning));
  return seen.has('blind') ? 'blind' : seen.has('matches') ? 'matches' : 'sees';
}

function termWhileTuning(term: LeafTerm): CompiledRule['whileTuning'] {
  if (term.kind === 'word') return 'sees';
  if (term.kind === 'flag')
    return PLANNED_BY_TUNER.has(term.flag) ? 'blind' : term.flag === 'attention' ? 'matches' : 'sees';
  if (PLANNED_BY_TUNER.has(term.field)) return 'blind';
  const conditions = namedConditions(term);
  if (conditions === null) return 'sees';
  const seen = conditions.filter((code) => isSeenWithoutReading(code) || JUDGED_WHILE_TUNING.has(code));
  return seen.length === 0 ? 'blind' : seen.length === conditions.length ? 'sees' : 'matches';
}
