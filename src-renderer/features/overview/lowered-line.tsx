import { useMemo } from 'react';
import { Link } from 'wouter';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import { fewNames } from '../../../src-shared/miner/named-miners.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { countText } from '../../../src-shared/text/count-text.ts';
import { formatHash } from '../../ui/hash-location.ts';
import { lostNowText } from '../incidents/lost-text.ts';
import { type LoweredMiners, loweredMiners } from './lowered-miners.ts';
import classes from './needs-you.module.css';
import { OVERVIEW_PATH } from './overview-location.ts';
import { overviewTexts } from './overview-texts.ts';

const texts = overviewTexts.needs;

/** "4 miners below the usual preset −24.0 TH/s", "R6-08 throttled −37.0 TH/s"; nothing for none. */
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

function Part({ of: { miners, lessHs, query }, say }: { of: LoweredMiners; say: (who: string) => string }) {
  const less = lostNowText(lessHs);
  const [only, ...others] = miners;
  const isOne = only !== undefined && others.length === 0;
  const who = fewNames(miners, minerName) ?? countText(miners.length, 'miner');
  return (
    <p className={classes.quiet}>
      <Link href={isOne ? `${OVERVIEW_PATH}/${only.id}` : formatHash({ path: '/fleet', text: query })}>{say(who)}</Link>{' '}
      {less}
    </p>
  );
}
