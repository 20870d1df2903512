import { useCallback } from 'react';
import type { FarmTotals } from '../../../src-shared/miner/farm-sums.ts';
import type { LiveView } from '../../api/live/live-state.ts';
import { useLive } from '../../api/use-powerhive.ts';
import { SEVERITY_MARKS } from '../../miner-view/severity-marks.ts';
import { Bar } from '../../ui/bar.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import tones from '../../ui/theme/tone.module.css';
import classes from './rack-load.module.css';
import { racksTexts } from './racks-texts.ts';

const texts = racksTexts.load;
type PowerSum = Pick<FarmTotals, 'powerW' | 'powerCount' | 'managedCount'>;
const RULE = 'rack_overload';
/** Used until the rule has reported: its default severity. */
const USUAL_SEVERITY = 'warning';

/**
 * Power of the miners of a rack and its limit: "54/60 kW". Where some miners do not report their
 * power, the tooltip says of how many it is.
 */
export function RackLoad({ rack, sums, limitW }: { rack: string; sums: PowerSum; limitW: number }) {
  const { powerW, powerCount, managedCount } = sums;
  const share = powerW === null ? null : powerW / limitW;
  const isOver = share !== null && share > 1;
  const select = useCallback(
    ({ incidents }: LiveView) =>
      incidents.find(({ rule_id, cause }) => rule_id === RULE && cause.kind === 'rack' && cause.key === rack)?.severity,
    [rack],
  );
  const severity = useLive(select) ?? USUAL_SEVERITY;
  const mark = SEVERITY_MARKS[severity];
  return (
    <div
      className={isOver ? `${classes.load} ${classes.over} ${tones[mark.tone]}` : classes.load}
      title={
        powerCount < managedCount
          ? texts.powerOfSome(powerCount, managedCount)
          : isOver
            ? texts.overLimit
            : texts.powerOfLimit
      }
    >
      <Bar share={share} tone={isOver ? mark.tone : 'green'} />
      {isOver && <StateMark {...mark} label={texts.overLimit} />}
      <span>{texts.text(powerW, limitW)}</span>
    </div>
  );
}
