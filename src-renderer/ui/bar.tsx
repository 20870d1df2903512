import classes from './bar.module.css';
import tones from './theme/tone.module.css';
import type { Tone } from './theme/tone.ts';

/**
 * A share from 0 to 1 as a short bar; null is an empty track. Decoration: the figure is next to it.
 */
export function Bar({ share, tone }: { share: number | null; tone: Tone }) {
  const width = share === null ? 0 : Math.max(0, Math.min(1, share)) * 100;
  return (
    <svg className={`${classes.bar} ${tones[tone]}`} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className={classes.track} width="100" height="4" />
      <rect className={classes.fill} width={width} height="4" />
    </svg>
  );
}
