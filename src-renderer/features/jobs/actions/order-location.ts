import { formatHash } from '../../../ui/hash-location.ts';
import { VERBS, type Verb } from './verbs.ts';

/** A preview by its address: a verb, and its miners; null means those of the search. */
export interface OrderLocation {
  readonly verb: Verb;
  readonly ids: readonly string[] | null;
  /** The parameters, as written by `formatOrderParams`. */
  readonly set?: string | null;
}

/** A preview is opened beside its fleet, which stays as it is. */
export const FLEET_OR_PREVIEW = /^\/(?:fleet|jobs\/new)(?:\/.*)?$/;

const PATH = /^\/jobs\/new\/(?<verb>[a-z_]+)(?:\/(?<ids>[0-9a-f]{12}(?:,[0-9a-f]{12})*))?\/?$/;

/** Parses `/jobs/new/restart/0295230000a1,0295230000a2`; without miners, a search selects them. */
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
