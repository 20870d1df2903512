import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import { useLive } from '../../api/use-powerhive.ts';
import { useRescan } from '../../api/use-rescan.ts';
import { Callout } from '../../ui/feedback/callout.tsx';
import { DeviceList } from '../scans/device-list.tsx';
import { fleetTexts } from './fleet-texts.ts';
import classes from './no-miners.module.css';

const texts = fleetTexts.none;

/** Shown if no miner is known: the progress or the result of the scan. */
export function NoMiners() {
  const rescan = useRescan();
  const [, navigate] = useLocation();
  const scan = useLive((view) => view.scan);
  const isDone = scan?.phase === 'done';
  return (
    <Callout
      title={isDone ? texts.notFound : texts.scanning}
      action={
        <div className={classes.actions}>
          <Button onClick={() => void rescan()}>{texts.scanNow}</Button>
          <Button variant="default" onClick={() => navigate('/settings')}>
            {texts.changeNetworks}
          </Button>
        </div>
      }
    >
      {!isDone
        ? texts.scanningAbout
        : scan.answered === 0
          ? texts.nothingAnswered(scan.addresses_total, scan.targets)
          : texts.noMiners(scan.answered)}
      {isDone && scan.answered === 0 && (
        <ul className={classes.hints}>
          {texts.hints.map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ul>
      )}
      {isDone && scan.not_miners > 0 && (
        <div className={classes.devices}>
          <DeviceList scan={scan} />
        </div>
      )}
    </Callout>
  );
}
