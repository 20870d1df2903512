/** The text that a firmware shows in place of a pool user or password that it hides: `*****`. */
export const isMasked = (text: string): boolean => /^\*+$/.test(text);
