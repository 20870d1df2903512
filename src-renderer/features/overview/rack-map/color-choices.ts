/** The values by which the cells of the map can be coloured. */
export const COLORINGS = ['state', 'hash', 'temp', 'efficiency', 'power', 'preset', 'firmware', 'pool', 'age'] as const;
export type Coloring = (typeof COLORINGS)[number];
