import { useMemo } from 'react';
import { Link } from 'wouter';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { formatHash } from '../../ui/hash-location.ts';
import { lostNowText } from '../incidents/lost-text.ts';
import { type LoweredMiners, loweredMiners } from './lowered-miners.ts';
import classes from './needs-you.module.css';
import { overviewTexts } from './overview-texts.ts';

const texts = overviewTexts.needs;

/** "2 miners below the usual preset −24.0 TH/s", "1 miner throttled −37.0 TH/s"; nothing for none. */
export function LoweredLine({ miners, moment }: { miners: readonly Miner[]; moment: Moment }) {
  const { belowUsual, throttled, boardsOff } = useMemo(() => loweredMiners(miners, moment), [miners, moment]);
  return (
    <>
      {belowUsual !== null && <Part of={belowUsual} say={texts.belowUsual} />}
      {throttled !== null && <Part of={throttled} say={texts.throttled} />}
      {boardsOff !== null && <Part of={boardsOff} say={texts.boardsOff} />}
    </>
  );
}

function Part({ of: { miners, lessHs, query }, say }: { of: LoweredMiners; say: (miners: number) => string }) {
  const less = lostNowText(lessHs);
  return (
    <p className={classes.quiet}>
      <Link href={formatHash({ path: '/fleet', text: query })}>{say(miners.length)}</Link> {less}
    </p>
  );
}
