import { useState } from 'react';
import { useLive } from '../../api/use-powerhive.ts';
import { Progress } from '../../ui/feedback/progress.tsx';
import { useNow } from '../../ui/use-now.ts';
import { appTexts } from '../app-texts.ts';
import classes from './scan-state.module.css';
import { scanAnnouncement, scanWords } from './scan-words.ts';
import { ScannedDevices } from './scanned-devices.tsx';

/** State of discovery: its progress, or how long ago it ended. */
export function ScanState() {
  const scan = useLive((view) => view.scan);
  const idle = useLive((view) => view.watching?.state === 'no_targets');
  const isKnown = useLive((view) => view.fill !== 'empty');
  const words = scanWords(scan, useNow());
  const finished = useLive((view) => view.lastFinishedScan);
  // The result of a scan stays while the next one runs, and if that one is interrupted.
  const [done, setDone] = useState(finished);
  if (finished !== done && finished?.phase === 'done') setDone(finished);
  if (!isKnown || (idle && scan === null)) return null;
  return (
    <div className={classes.scan} data-running={words.share !== null} title={words.detail ?? words.text}>
      <span className={`${classes.words} ${words.failed ? classes.failed : ''}`}>
        <span className={words.brief === undefined ? undefined : classes.whole}>{words.text}</span>
        {words.brief !== undefined && (
          <span className={classes.brief} aria-hidden="true">
            {words.brief}
          </span>
        )}
      </span>
      {words.share !== null && (
        <div className={classes.progress}>
          <Progress label={appTexts.scan.progress} max={1} value={words.share} />
        </div>
      )}
      {done?.phase === 'done' && <ScannedDevices scan={done} />}
      <span className="visually-hidden" aria-live="polite">
        {scanAnnouncement(scan)}
      </span>
    </div>
  );
}
