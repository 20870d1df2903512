// Maximum lengths of texts that an operator enters, in characters.

/** The name of a site. */
export const LONGEST_SITE_NAME = 60;
/** A place of a miner, as it is written. */
export const LONGEST_PLACE = 140;
/** A note or comment on an incident. */
export const LONGEST_NOTE = 500;
/** The query of a maintenance. */
export const LONGEST_MAINTENANCE_QUERY = 1000;
/** The reason of a maintenance. */
export const LONGEST_REASON = 200;
/** The words by which the activity is searched. */
export const LONGEST_SEARCH_WORDS = 200;
