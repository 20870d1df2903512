import { useCallback, useState } from 'react';
import { MOST_RULE_MINUTES } from '../../../../src-shared/limits/rule-limits.ts';
import type { AlertSeverity, NotWhile, Rule, RuleGrouping } from '../../../../src-shared/model/index.ts';
import { isNeverClear } from '../../../../src-shared/query/index.ts';
import { isOutside } from '../../../ui/forms/typed-number.ts';
import { isClean } from '../../fleet/search/is-clean.ts';
import { draftOf, type EscalationDraft, escalationOf } from './escalation-fields.tsx';
import { rulesTexts } from './rules-texts.ts';

const texts = rulesTexts.editor;
const SECONDS = 60;
export const MINUTES = { least: 0, most: MOST_RULE_MINUTES, whole: false };
export const REPEAT = { least: 1, most: MOST_RULE_MINUTES, whole: true };

/** The initial content of the form: the rule to edit, or a new one for a search. */
export type RuleDraft = { readonly rule: Rule } | { readonly rule: null; readonly query: string };

/** The content of the fields. */
interface RuleValues {
  readonly name: string;
  readonly query: string;
  readonly forMinutes: number;
  readonly clearQuery: string;
  readonly clearMinutes: number;
  readonly severity: AlertSeverity;
  readonly channels: string[];
  readonly escalation: EscalationDraft;
  readonly notWhile: readonly NotWhile[] | null;
  readonly grouping: RuleGrouping;
  readonly repeatMinutes: number | null;
  readonly action: Rule['suggested_action'];
}

/** The fields of a rule, what is wrong with them, and the rule that they make. */
export function useRuleForm(draft: RuleDraft) {
  const { rule } = draft;
  const [values, setValues] = useState<RuleValues>(() => valuesOf(draft));
  const set = useCallback((patch: Partial<RuleValues>) => setValues((before) => ({ ...before, ...patch })), []);
  const { name, query, forMinutes, clearQuery, clearMinutes, severity, channels, grouping, repeatMinutes } = values;
  const isAboutMiners = (rule?.about ?? 'miners') === 'miners';
  const isTime =
    !isOutside(forMinutes, MINUTES) && !isOutside(clearMinutes, MINUTES) && !isOutside(repeatMinutes, REPEAT);
  const clearError = !isClean(clearQuery, true)
    ? texts.notUnderstood
    : isNeverClear(query, clearQuery)
      ? texts.neverClear
      : null;
  const notWhile = values.notWhile === null ? null : [...values.notWhile];
  const times = {
    for_seconds: Math.round(forMinutes * SECONDS),
    clear_for_seconds: Math.round(clearMinutes * SECONDS),
  };
  return {
    values,
    set,
    isAboutMiners,
    /** What is wrong with the query that ends an incident; null if nothing is. */
    clearError,
    /** That query; null without a valid one. */
    clearing: clearError === null && clearQuery.trim() !== '' ? clearQuery.trim() : null,
    times,
    isWhole: name.trim() !== '' && isTime && (!isAboutMiners || isClean(query)) && clearError === null,
    body: {
      name,
      ...(isAboutMiners && { query }),
      ...times,
      clear_query: clearQuery.trim() === '' ? null : clearQuery,
      severity,
      ...(isAboutMiners && { not_while: notWhile, grouping }),
      channels,
      repeat_seconds: repeatMinutes === null ? null : Math.round(repeatMinutes * SECONDS),
      escalation: escalationOf(values.escalation, rule?.escalation ?? null),
      ...(isAboutMiners && { suggested_action: values.action }),
    },
  };
}

function valuesOf(draft: RuleDraft): RuleValues {
  const { rule } = draft;
  return {
    name: rule?.name ?? '',
    query: draft.rule === null ? draft.query : draft.rule.query,
    forMinutes: minutesOf(rule?.for_seconds ?? 300),
    clearQuery: rule?.clear_query ?? '',
    clearMinutes: minutesOf(rule?.clear_for_seconds ?? 0),
    severity: rule?.severity ?? 'warning',
    channels: rule?.channels ?? [],
    escalation: draftOf(rule?.escalation ?? null),
    notWhile: rule?.not_while ?? null,
    grouping: rule?.grouping ?? 'cause',
    repeatMinutes: rule?.repeat_seconds == null ? null : minutesOf(rule.repeat_seconds),
    action: rule?.suggested_action ?? null,
  };
}

/** In hundredths of a minute, which no second is lost by. */
function minutesOf(seconds: number): number {
  return Math.round((seconds / SECONDS) * 100) / 100;
}
