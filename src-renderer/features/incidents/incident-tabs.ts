/** The tabs of the problems, as in the address. */
export const TABS = ['open', 'acknowledged', 'snoozed', 'resolved', 'chips', 'rules', 'maintenance'] as const;
export type Tab = (typeof TABS)[number];

/** The tab with problems of boards and chips. */
export const CHIPS_TAB = 'chips' satisfies Tab;

/** The tab with the rules. */
export const RULES_TAB = 'rules' satisfies Tab;
