/** How many hosts of a network stand for it: one of them that responds is enough. */
export const WITNESSES = 3;
