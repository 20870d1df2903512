import classes from './bar.module.css';
import tones from './theme/tone.module.css';
import type { Tone } from './theme/tone.ts';

/**
 * A share from 0 to 1 as a short bar; null is an empty track. `without`: the part of the bar, from 0
 * to 1, that the share is not of; it is hatched. Decoration: the figure is next to it.
 */
export function Bar({ share, tone, without = 0 }: { share: number | null; tone: Tone; without?: number }) {
  const whole = 100 * (1 - Math.max(0, Math.min(1, without)));
  const width = share === null ? 0 : Math.max(0, Math.min(1, share)) * whole;
  return (
    <svg className={`${classes.bar} ${tones[tone]}`} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className={classes.track} width="100" height="4" />
      <rect className={classes.fill} width={width} height="4" />
      {whole < 100 && <line className={classes.without} x1={whole} x2="100" y1="2" y2="2" />}
    </svg>
  );
}
