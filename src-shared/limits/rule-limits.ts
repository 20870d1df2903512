/** The longest duration of an alert rule, and the longest time between repeated messages: a week. */
export const MOST_RULE_MINUTES = 7 * 24 * 60;
/** An incident is escalated within this time. */
export const MOST_ESCALATION_MINUTES = 24 * 60;
/** Most actions that a rule may start by itself, each over 24 hours. */
export const MOST_AUTOMATIC = { per_miner_a_day: 5, a_day: 100 } as const;
