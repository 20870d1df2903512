import type { Refusal, Result } from '../../api/operations.ts';

export const PAUSED = { code: 'CONFLICT', message: 'Watching is paused. Resume it first.' } as const;

export const NO_WINDOW = {
  code: 'CONFLICT',
  message: 'PowerHive runs without a window here: only the desktop app can do this.',
} as const;

export function refuse<T>(refusal: Refusal): Result<T> {
  return { ok: false, refusal };
}

/** For something in the input that cannot be: the message begins with where it is. */
export function refuseInput<T>(path: string, message: string): Result<T> {
  return refuse({ code: 'UNPROCESSABLE_CONTENT', message: `${path}: ${message}`, data: { path } });
}

export function noMiner<T>(id: string): Result<T> {
  return refuse({ code: 'NOT_FOUND', message: `There is no miner ${id}.`, data: { id } });
}
