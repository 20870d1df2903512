import { poolHost } from '../../../src-shared/miner-now.ts';
import type { Pool } from '../../../src-shared/model/index.ts';
import { UNKNOWN } from '../../../src-shared/units.ts';
import { Section } from '../../ui/section.tsx';
import { type MarkShape, StateMark } from '../../ui/state-mark.tsx';
import type { Tone } from '../../ui/tone.ts';
import classes from './pools.module.css';

const MARKS: Readonly<Record<string, { shape: MarkShape; tone: Tone }>> = {
  active: { shape: 'disc', tone: 'green' },
  working: { shape: 'disc', tone: 'green' },
  rejecting: { shape: 'diamond', tone: 'amber' },
  offline: { shape: 'ring', tone: 'grey' },
  disabled: { shape: 'pause', tone: 'grey' },
};

/** The pools a miner is set to, and how they take its work. */
export function Pools({ pools }: { pools: readonly Pool[] }) {
  if (pools.length === 0) return null;
  return (
    <Section title="Pools">
      <ul className={classes.pools}>
        {pools.map((pool) => {
          const mark = MARKS[pool.status ?? ''] ?? { shape: 'dash', tone: 'grey' };
          return (
            <li key={pool.pool_id} className={classes.pool}>
              <StateMark {...mark} label={pool.status ?? 'unknown'} />
              <div className={classes.text}>
                <span title={pool.url ?? undefined}>
                  {poolHost(pool.url) ?? UNKNOWN}
                  {pool.pool_type !== null && pool.pool_type !== 'UserPool' && ` (${pool.pool_type})`}
                </span>
                <span className={classes.quiet}>{pool.user ?? UNKNOWN}</span>
              </div>
              <div className={classes.shares}>
                <span>{pool.ping_ms === null ? UNKNOWN : `${Math.round(pool.ping_ms)} ms`}</span>
                <span className={classes.quiet}>
                  {count(pool.accepted)} accepted, {count(pool.rejected)} rejected
                </span>
              </div>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function count(shares: number | null): string {
  return shares?.toLocaleString('en') ?? UNKNOWN;
}
