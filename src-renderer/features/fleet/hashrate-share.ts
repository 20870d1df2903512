import type { StatusSummary } from '../../../src-shared/model/index.ts';
import type { Tone } from '../../ui/tone.ts';

/** Below this share of what its preset promises a miner's bar turns amber. */
const LOW_SHARE = 0.9;

/** How much of what its preset promises a miner hashes; null where either is unknown. */
export function hashrateShare(status: StatusSummary | null): number | null {
  const promised = status?.hashrate_expected_hs ?? status?.hashrate_nominal_hs ?? null;
  if (status === null || status.hashrate_hs === null || promised === null || promised <= 0) return null;
  return status.hashrate_hs / promised;
}

/** The bar's colour: a miner that is only getting under way is not judged yet. */
export function shareTone(share: number | null, conditionTone: Tone): Tone {
  if (share === null || conditionTone === 'blue' || conditionTone === 'red') return conditionTone;
  return share < LOW_SHARE ? 'amber' : 'green';
}
