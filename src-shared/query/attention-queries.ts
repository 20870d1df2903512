/** The query for miners that need attention. */
export const ATTENTION_QUERY = 'attention';

/** The query for those of them whose maintenance goes on. */
export const MAINTAINED_QUERY = `maintenance:yes ${ATTENTION_QUERY}`;
