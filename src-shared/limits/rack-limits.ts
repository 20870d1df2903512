/** Most rows or columns of a rack; more is a typing error. */
export const MOST_RACK_SIDE = 60;
/** The highest power limit of a rack, in kilowatts. */
export const MOST_RACK_KW = 10_000;
/** Maximum length of the name of a PDU, breaker or switch, in characters. */
export const LONGEST_DEVICE_NAME = 60;
