import { useMemo } from 'react';
import { Link, useLocation } from 'wouter';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { parsePlace, rackPath } from '../../../src-shared/place.ts';
import { rackQuery } from '../../../src-shared/query/index.ts';
import { useMinersNow } from '../../api/use-miners-now.ts';
import { pathWithMiner } from '../../miner-view/locations/compare-location.ts';
import { neighboursOf } from '../../miner-view/racks/neighbours.ts';
import { formatHash, useHashText } from '../../ui/hash-location.ts';
import classes from './miner-place.module.css';
import { minerTexts } from './miner-texts.ts';
import { positionWords } from './position-words.ts';

const texts = minerTexts.place;

/** Where a miner is, as a link to its rack, and who is beside it. Nothing without a place. */
export function MinerPlace({ miner }: { miner: Miner }) {
  const place = miner.place === null ? null : parsePlace(miner.place);
  if (place === null) return null;
  const rack = rackPath(place);
  return (
    <p className={classes.place}>
      {/* One part of the line: between parts there is a gap. */}
      <span>
        <Link href={formatHash({ path: '/fleet', text: rackQuery(rack) })} title={texts.rackTip(rack)}>
          {rack}
        </Link>
        {place.position !== null && ` · ${positionWords(place.position)}`}
      </span>
      {place.position !== null && <Beside miner={miner} />}
    </p>
  );
}

function Beside({ miner }: { miner: Miner }) {
  const miners = useMinersNow();
  const { before, after } = useMemo(() => neighboursOf(miner, miners), [miner, miners]);
  const [path] = useLocation();
  const text = useHashText();
  const link = ({ id }: Miner): string => formatHash({ path: pathWithMiner(path, miner.id, id), text });
  return (
    <>
      {before !== null && (
        <Link href={link(before)} title={texts.beforeTip}>
          {texts.before(minerName(before))}
        </Link>
      )}
      {after !== null && (
        <Link href={link(after)} title={texts.afterTip}>
          {texts.after(minerName(after))}
        </Link>
      )}
    </>
  );
}
