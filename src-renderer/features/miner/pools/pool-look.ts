import { isOperatorPool, operatorPool } from '../../../../src-shared/judging/pools.ts';
import type { Pool } from '../../../../src-shared/model/index.ts';
import type { MarkShape } from '../../../ui/state-mark.tsx';
import type { Tone } from '../../../ui/theme/tone.ts';
import { minerTexts } from '../miner-texts.ts';

const texts = minerTexts.pools;

interface PoolLook {
  readonly shape: MarkShape;
  readonly tone: Tone;
  readonly word: string;
}

const NOT_WORKING: Readonly<Record<string, Omit<PoolLook, 'word'>>> = {
  rejecting: { shape: 'diamond', tone: 'amber' },
  offline: { shape: 'cross', tone: 'grey' },
  disabled: { shape: 'pause', tone: 'grey' },
};

/**
 * Mark and word of a pool: one of the operator's pools is in use, other working ones are on
 * standby. Fee pools are grey, because they are not the operator's.
 */
export function poolLook(pool: Pool, pools: readonly Pool[]): PoolLook {
  if (!isOperatorPool(pool)) return { shape: 'dash', tone: 'grey', word: texts.fee };
  const status = pool.status ?? '';
  const look = NOT_WORKING[status];
  if (look !== undefined) return { ...look, word: status };
  if (status !== 'active' && status !== 'working') return { shape: 'dash', tone: 'grey', word: texts.unknown };
  if (pool === operatorPool(pools)) return { shape: 'disc', tone: 'green', word: texts.inUse };
  return { shape: 'ring', tone: 'green', word: texts.standby };
}
