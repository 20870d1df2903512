import { cutTo } from '../../../src-shared/text/cut-to.ts';
import { oneLine } from '../../runtime/log/redact.ts';
import type { Message, Site } from './sender.ts';

export const JSON_TYPE = { 'content-type': 'application/json' };
const MOST_OWN_WORDS = 120;

/** A message as one text: its title with the site, then its body. */
export function textOf(message: Message, site: Site, most: number): string {
  const title = titleOf(message, site);
  return cutTo(message.body === '' ? title : `${title}\n${message.body}`, most);
}

/** `North · Critical: …`: several sites may send to one place. */
export function titleOf({ title }: Message, { name }: Site): string {
  return name === null ? title : `${name} · ${title}`;
}

/** A response body as an object; empty if it is none. */
export function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The server's own reason for a refusal, short and on one line; null if it gives none. */
export function wordsOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? cutTo(oneLine(value), MOST_OWN_WORDS) : null;
}
