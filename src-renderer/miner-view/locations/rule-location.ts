/** The path of the rules. A query in the address is a new rule that is not saved yet. */
export const NEW_RULE_PATH = '/incidents/rules';
