/**
 * The one channel between a page and the program. Each message carries the page's epoch, and text
 * that only the contract reads.
 */
export const CHANNEL = 'powerhive';
