/** How many known hosts of a network are checked: one that responds is enough. */
export const WITNESSES = 3;
