/** Maximum length of a password of a miner, in characters. */
export const LONGEST_PASSWORD = 128;
