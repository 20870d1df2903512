import { IconTool } from '@tabler/icons-react';
import { minerName } from '../../../../src-shared/miner/miner-name.ts';
import { freshReading, type Moment, maintenanceNow } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { tempText } from '../../../../src-shared/temperature.ts';
import { formatMinerHashrate, formatPower, quantityText } from '../../../../src-shared/units.ts';
import { maintenanceText } from '../../../miner-view/maintenance-texts.ts';
import { minerLook } from '../../../miner-view/miner-look.ts';
import { modelName } from '../../../miner-view/model-name.ts';
import { rowStateText } from '../../../miner-view/row-state-text.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import tones from '../../../ui/theme/tone.module.css';
import { clockTime } from '../../../ui/times.ts';
import classes from './rack-map.module.css';

/** Details of a cell's miner in parts: name, address, place, state, figures. */
export function cellParts(miner: Miner, moment: Moment): readonly string[] {
  const look = minerLook(miner, moment);
  const address = miner.ip ?? miner.last_ip;
  const name = minerName(miner);
  const where = [address === name ? null : address, miner.place].filter((part) => part !== null);
  const state = [rowStateText(miner, look, moment.nowMs), ...maintenanceOf(miner, moment)];
  return [name, ...where, ...state, ...figuresOf(miner, moment)];
}

/** "In maintenance until 14:00: fan swap"; empty if it is in none. */
function maintenanceOf(miner: Miner, moment: Moment): readonly string[] {
  const window = maintenanceNow(miner, moment);
  return window === null ? [] : [maintenanceText(clockTime(window.ends_at, moment.nowMs), window.reason)];
}

function figuresOf(miner: Miner, moment: Moment): readonly string[] {
  const status = freshReading(miner, moment);
  if (status === null) return [];
  const { hashrate_hs, power_w, chip_temp_max_c, preset } = status;
  return [
    hashrate_hs === null ? null : quantityText(formatMinerHashrate(hashrate_hs, miner.algorithm)),
    power_w === null ? null : quantityText(formatPower(power_w)),
    chip_temp_max_c === null ? null : tempText(chip_temp_max_c),
    preset,
  ].filter((part) => part !== null);
}

/** The card beside a cell. */
export function CellCard(props: { miner: Miner; moment: Moment; at: DOMRect }) {
  const { miner, moment, at } = props;
  const { shape, tone, word, why } = minerLook(miner, moment);
  const address = miner.ip ?? miner.last_ip;
  const isLow = at.top > window.innerHeight / 2;
  const left = Math.max(8, Math.min(at.left, window.innerWidth - 268));
  return (
    <div
      className={classes.card}
      aria-hidden="true"
      style={isLow ? { left, bottom: window.innerHeight - at.top + 6 } : { left, top: at.bottom + 6 }}
    >
      <strong>{minerName(miner)}</strong>
      <span className={classes.dim}>
        {[minerName(miner) === address ? null : address, miner.place, modelName(miner)]
          .filter((part) => part !== null)
          .join(' · ')}
      </span>
      <span className={`${classes.state} ${tones[tone]}`}>
        <StateMark shape={shape} tone={tone} />
        {word}
      </span>
      {why !== null && <span className={classes.dim}>{why}</span>}
      {maintenanceOf(miner, moment).map((words) => (
        <span key={words} className={classes.tools}>
          <IconTool size={12} stroke={2.2} />
          {words}
        </span>
      ))}
      <span>{figuresOf(miner, moment).join(' · ')}</span>
    </div>
  );
}
