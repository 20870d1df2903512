/** Whether a text is the `*****` that firmware shows in place of a hidden user or password. */
export const isMasked = (text: string): boolean => /^\*+$/.test(text);
