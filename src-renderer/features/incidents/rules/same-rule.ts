import type { Rule } from '../../../../src-shared/model/index.ts';

/** The rule that has the same search already; null if there is none. `offline` asks what `condition=offline` does. */
export function sameRule(query: string, rules: readonly Rule[]): Rule | null {
  const asked = bare(query);
  return asked === '' ? null : (rules.find((rule) => rule.about === 'miners' && bare(rule.query) === asked) ?? null);
}

function bare(query: string): string {
  const text = query.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  return /^(?:state|condition)[:=]([\w|]+)$/.exec(text)?.[1] ?? text;
}
