/**
 * The only channel between a page and the program. Each message has the page's pageId, and a text
 * that only the RPC handler parses.
 */
export const IPC_CHANNEL = 'powerhive';
