/**
 * The one channel between a page and the program. Each message carries the page's pageId, and text
 * that only the contract reads.
 */
export const IPC_CHANNEL = 'powerhive';
