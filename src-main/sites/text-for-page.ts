import { UNSEEN } from '../../src-shared/shown-text.ts';

const HIDDEN = new RegExp(`[${UNSEEN}]`, 'g');

/**
 * What a site sent as JSON text for the page, without hidden characters: one in a name would turn
 * round the words that PowerHive writes after it. In JSON they are only within texts, and other
 * control characters are escaped.
 */
export function textOf(value: unknown): string {
  return JSON.stringify(value).replace(HIDDEN, '');
}
