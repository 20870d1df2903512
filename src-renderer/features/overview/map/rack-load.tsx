import { Bar } from '../../../ui/bar.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { overviewTexts } from '../overview-texts.ts';
import classes from './floor-map.module.css';

const texts = overviewTexts.map;

/** What the miners of a rack draw, of what they may: "54/60 kW". `powerW` is null while unknown. */
export function RackLoad({ powerW, limitW }: { powerW: number | null; limitW: number }) {
  const share = powerW === null ? null : powerW / limitW;
  const isOver = share !== null && share > 1;
  return (
    <div className={classes.load} data-over={isOver} title={isOver ? texts.overLimit : texts.powerOfLimit}>
      <Bar share={share} tone={isOver ? 'red' : 'green'} />
      {isOver && <StateMark shape="square" tone="red" label={texts.overLimit} />}
      <span>{texts.load(powerW, limitW)}</span>
    </div>
  );
}
