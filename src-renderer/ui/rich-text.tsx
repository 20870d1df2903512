import { Fragment, type ReactNode } from 'react';

const PARTS = /`([^`]+)`|\{(\w+)\}/g;

/**
 * A sentence of a texts file with markup: `code` in backticks, and {name} where one of the `slots`
 * is inserted. The sentence is a single text, so that a translation can reorder its parts.
 */
export function RichText({ text, slots = {} }: { text: string; slots?: Readonly<Record<string, ReactNode>> }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const match of text.matchAll(PARTS)) {
    const [all, code, slot = ''] = match;
    parts.push(text.slice(at, match.index), code === undefined ? slots[slot] : <code>{code}</code>);
    at = match.index + all.length;
  }
  parts.push(text.slice(at));
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence are its places
  return parts.map((part, i) => <Fragment key={i}>{part}</Fragment>);
}
