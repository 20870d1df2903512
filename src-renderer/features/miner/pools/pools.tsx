import { Button } from '@mantine/core';
import { poolHost } from '../../../../src-shared/miner/miner-now.ts';
import type { MinerDetail, Pool } from '../../../../src-shared/model/index.ts';
import { UNKNOWN } from '../../../../src-shared/units.ts';
import { Breakable } from '../../../ui/breakable.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { clockTime } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import { useAct } from '../../jobs/actions/use-act.ts';
import { minerTexts } from '../miner-texts.ts';
import { poolLook } from './pool-look.ts';
import classes from './pools.module.css';

const texts = minerTexts.pools;

/** The configured pools of a miner, with their state and shares. */
export function Pools({ miner: { id, pools, pools_before: before } }: { miner: MinerDetail }) {
  const act = useAct();
  const nowMs = useNow();
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
                <span className={classes.quiet} title={texts.sharesAbout}>
                  {texts.shares(count(pool.accepted), count(pool.rejected))}
                </span>
              </div>
            </li>
          );
        })}
      </ul>
      {before !== null && (
        <div className={classes.before}>
          <Breakable
            text={texts.before(
              before.pools.map(({ url, user }) => texts.beforeOne(poolHost(url) ?? UNKNOWN, user)).join('; '),
              clockTime(before.until_at, nowMs),
            )}
          />
          <Button size="compact-sm" variant="default" onClick={() => act('pools', [id], '', { before: true })}>
            {texts.putBack}
          </Button>
        </div>
      )}
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
