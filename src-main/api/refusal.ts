import { ORPCError } from '@orpc/server';
import type { Operations, Refusal, Result } from './operations.ts';

/** The value of an answer, or the refusal as an error of the contract. The one place where the one becomes the other. */
export function orThrow<T>(answer: Result<T>): T {
  if (answer.ok) return answer.value;
  throw refused(answer.refusal);
}

/** There is no miner with this MAC address. */
export function noSuchMiner(id: string): ORPCError<string, unknown> {
  return refused({ code: 'NOT_FOUND', message: `PowerHive has never met a miner ${id}`, data: { id } });
}

/** Refuses where no history is kept under an id: neither of a miner of the farm nor of one that was removed without it. */
export async function requireHistory(
  miners: Pick<Operations['miners'], 'get' | 'hasHistory'>,
  id: string,
): Promise<void> {
  if (miners.get(id) === null && !(await miners.hasHistory(id))) throw noSuchMiner(id);
}

/** There is no model with this alias. */
export function noSuchModel(alias: string): ORPCError<string, unknown> {
  return refused({
    code: 'NOT_FOUND',
    message: `There is no model ${alias}. Models appear when a scan meets a miner of theirs.`,
    data: { id: alias },
  });
}

/** One field of the input that only the handler can see to be wrong. */
export function badField(path: string, message: string): ORPCError<string, unknown> {
  return new ORPCError('BAD_REQUEST', { message: `${path}: ${message}`, data: { fields: [{ path, message }] } });
}

function refused(refusal: Refusal): ORPCError<string, unknown> {
  switch (refusal.code) {
    case 'NOT_FOUND':
    case 'UNPROCESSABLE_CONTENT':
      return new ORPCError(refusal.code, { message: refusal.message, data: refusal.data });
    case 'CONFLICT':
      return new ORPCError(refusal.code, { message: refusal.message });
  }
}
