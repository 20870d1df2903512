/** The path of the rules. A query in the address is a new rule that is not saved yet. */
export const NEW_RULE_PATH = '/incidents/rules';

/** The path of one rule, which opens its editor. */
export function rulePath(id: string): string {
  return `${NEW_RULE_PATH}/${encodeURIComponent(id)}`;
}
