import type { SkipCode } from '../../../src-shared/model/index.ts';

/** Why a miner is left out. */
export type Skip = { readonly ok: false; readonly code: SkipCode; readonly reason: string };

export function skip(code: SkipCode, reason: string): Skip {
  return { ok: false, code, reason };
}
