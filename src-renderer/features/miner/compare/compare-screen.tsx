import { Button } from '@mantine/core';
import { IconArrowLeft, IconArrowsExchange } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { minerName } from '../../../../src-shared/miner/miner-name.ts';
import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import { useMoment } from '../../../api/use-moment.ts';
import { useLiveMiner } from '../../../api/use-powerhive.ts';
import { formatComparePath, type MinerPair } from '../../../miner-view/locations/compare-location.ts';
import { useKeys } from '../../../ui/keys/use-keys.ts';
import { type MinerTime, useMinerTime } from '../history/miner-time.ts';
import { MinerContent } from '../miner-content.tsx';
import { minerTexts } from '../miner-texts.ts';
import classes from './compare-screen.module.css';

const texts = minerTexts.compare;

/** Two miners side by side. They share the period of the history and the moment of the chips. */
export function CompareScreen({ pair, onClose }: { pair: MinerPair; onClose: () => void }) {
  const [first, second] = pair;
  const [, navigate] = useLocation();
  const moment = useMoment();
  const time = useMinerTime();
  useKeys({ Escape: onClose });
  return (
    <div className={classes.screen}>
      <div className={classes.bar}>
        <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft size={15} />} onClick={onClose}>
          {texts.back}
        </Button>
        <h1 className={classes.title}>{texts.title}</h1>
        <p className={classes.about}>{texts.about}</p>
        <Button
          className={classes.swap}
          component={Link}
          href={formatComparePath([second, first])}
          variant="default"
          leftSection={<IconArrowsExchange size={15} />}
        >
          {texts.swap}
        </Button>
      </div>
      <div className={classes.pair}>
        {[
          { id: first, otherId: second },
          { id: second, otherId: first },
        ].map(({ id, otherId }) => (
          <ComparedMiner key={id} id={id} moment={moment} time={time} onClose={() => navigate(`/fleet/${otherId}`)} />
        ))}
      </div>
    </div>
  );
}

function ComparedMiner(props: { id: string; moment: Moment; time: MinerTime; onClose: () => void }) {
  const miner = useLiveMiner(props.id);
  return (
    <article
      className={classes.miner}
      aria-label={miner === undefined ? minerTexts.panelUnknown : minerTexts.panel(minerName(miner))}
    >
      <MinerContent {...props} spot={null} />
    </article>
  );
}
