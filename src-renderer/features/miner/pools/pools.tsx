import { poolHost } from '../../../../src-shared/miner/miner-now.ts';
import type { Pool } from '../../../../src-shared/model/index.ts';
import { UNKNOWN } from '../../../../src-shared/units.ts';
import { Section } from '../../../ui/layout/section.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { minerTexts } from '../miner-texts.ts';
import { poolLook } from './pool-look.ts';
import classes from './pools.module.css';

const texts = minerTexts.pools;

/** The configured pools of a miner, with their state and shares. */
export function Pools({ pools }: { pools: readonly Pool[] }) {
  if (pools.length === 0) return null;
  return (
    <Section title={texts.title}>
      <ul className={classes.pools}>
        {pools.map((pool) => {
          const { shape, tone, word } = poolLook(pool, pools);
          return (
            <li key={pool.pool_id} className={classes.pool}>
              <StateMark shape={shape} tone={tone} />
              <div className={classes.text}>
                <span title={pool.url ?? undefined}>{poolText(pool)}</span>
                <span className={classes.quiet}>{texts.wordAndUser(word, pool.user ?? UNKNOWN)}</span>
              </div>
              <div className={classes.shares}>
                <span>{pool.ping_ms === null ? UNKNOWN : texts.ping(Math.round(pool.ping_ms))}</span>
                <span className={classes.quiet}>{texts.shares(count(pool.accepted), count(pool.rejected))}</span>
              </div>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function poolText({ url, pool_type: type }: Pool): string {
  const host = poolHost(url) ?? UNKNOWN;
  return type === null || type === 'UserPool' || type === host ? host : texts.withType(host, type);
}

function count(shares: number | null): string {
  return shares?.toLocaleString('en') ?? UNKNOWN;
}
