import type { Refusal, RefusalOf, Refused } from './operation-types.ts';

/** The result of an operation that cannot be carried out. */
export function refuse<C extends Refusal['code']>(refusal: RefusalOf<C> & { readonly code: C }): Refused<C> {
  return { ok: false, refusal };
}

/** For a request that is possible only in another state of the program. */
export function refuseNow(message: string): Refused<'CONFLICT'> {
  return refuse({ code: 'CONFLICT', message });
}

/** For an input field that cannot be accepted; the message begins with its path. */
export function refuseInput(path: string, message: string): Refused<'UNPROCESSABLE_CONTENT'> {
  return refuse({ code: 'UNPROCESSABLE_CONTENT', message: `${path}: ${message}`, data: { path } });
}

/** There is no miner with this MAC address. */
export function noMiner(id: string): Refused<'NOT_FOUND'> {
  return refuse({ code: 'NOT_FOUND', message: `There is no miner ${id}.`, data: { id } });
}

/** There is no model with this alias. */
export function noModel(alias: string): Refused<'NOT_FOUND'> {
  const message = `There is no model ${alias}. Models appear when a scan meets a miner of theirs.`;
  return refuse({ code: 'NOT_FOUND', message, data: { id: alias } });
}
