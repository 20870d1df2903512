import { fields, text } from '../parse-fields.ts';
import type { HttpResponse } from './transport.ts';

const HTML_START = /^\s*<(?:!doctype|html|head|body|\?xml|!--)/i;
const HTML_TITLE = /<title[^>]{0,100}>([^<]{1,200})/i;

type Parsed = { readonly json: true; readonly value: unknown } | { readonly json: false };

/** Parses a body as JSON whatever its content type, because miners do not always send one. */
export function parseJson(body: string): Parsed {
  try {
    return { json: true, value: JSON.parse(body.charCodeAt(0) === 0xfeff ? body.slice(1) : body) };
  } catch {
    return { json: false };
  }
}

export function isHtml(body: string): boolean {
  return HTML_START.test(body);
}

/** The title of a page; null if there is none. */
export function pageTitle(body: string): string | null {
  return isHtml(body) ? text(HTML_TITLE.exec(body.slice(0, 16_384))?.[1]) : null;
}

/** Describes a response for the operator. Quotes at most a title or the names of a few fields. */
export function describeBody(response: HttpResponse): string {
  const { body } = response;
  if (body.trim() === '') return 'an empty body';
  if (isHtml(body)) {
    const title = pageTitle(body);
    return title === null ? 'a web page' : `a web page titled "${title}"`;
  }
  const parsed = parseJson(body);
  if (!parsed.json) return 'text that is not JSON';
  if (Array.isArray(parsed.value)) return 'a JSON list';
  const names = Object.keys(fields(parsed.value))
    .slice(0, 6)
    .map(text)
    .filter((name) => name !== null);
  if (names.length > 0) return `JSON with the fields ${names.join(', ')}`;
  return typeof parsed.value === 'object' && parsed.value !== null ? 'an empty JSON object' : 'a bare JSON value';
}
