import { formatHash } from '../../ui/hash-location.ts';
import { VERBS, type Verb } from './verbs.ts';

/**
 * A preview by its address: a verb, and the miners that it is for; null are those of the search.
 */
export interface OrderLocation {
  readonly verb: Verb;
  readonly ids: readonly string[] | null;
  /** What is filled in, as `formatOrderParams` writes it. */
  readonly set?: string | null;
}

const PATH = /^\/jobs\/new\/(?<verb>[a-z_]+)(?:\/(?<ids>[0-9a-f]{12}(?:,[0-9a-f]{12})*))?\/?$/;

/**
 * `/jobs/new/restart/0295230000a1,0295230000a2`, or `/jobs/new/restart` with a search behind it.
 */
export function parseOrderPath(path: string): OrderLocation | null {
  const groups = PATH.exec(path)?.groups;
  const verb = VERBS.find((known) => known === groups?.['verb']);
  if (verb === undefined) return null;
  const ids = groups?.['ids']?.split(',').map((mac) => mac.replaceAll(/..(?=.)/g, '$&:')) ?? null;
  return { verb, ids };
}

export function formatOrderLocation({ verb, ids, set = null }: OrderLocation, text: string): string {
  const miners = ids === null ? '' : `/${ids.map((id) => id.replaceAll(':', '')).join(',')}`;
  return formatHash({ path: `/jobs/new/${verb}${miners}`, text, set });
}
