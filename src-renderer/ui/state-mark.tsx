import type { ReactNode } from 'react';
import classes from './state-mark.module.css';
import tones from './theme/tone.module.css';
import type { Tone } from './theme/tone.ts';

/** The shape of a state, so that it is not shown by colour alone. */
export type MarkShape = 'disc' | 'partial' | 'triangle' | 'pause' | 'diamond' | 'square' | 'ring' | 'cross' | 'dash';

const SHAPES: Readonly<Record<MarkShape, ReactNode>> = {
  disc: <circle cx="6" cy="6" r="4.2" />,
  partial: <path d="M6 6V1.8A4.2 4.2 0 1 0 10.2 6z" />,
  triangle: <path d="M6 1.8 10.6 10H1.4z" />,
  pause: <path d="M2.6 2h2.4v8H2.6zM7 2h2.4v8H7z" />,
  diamond: <path d="M6 .9 11.1 6 6 11.1.9 6z" />,
  square: <path d="M1.9 1.9h8.2v8.2H1.9z" />,
  ring: <circle className={classes.hollow} cx="6" cy="6" r="3.8" />,
  cross: <path className={classes.hollow} d="M2 2l8 8M10 2l-8 8" />,
  dash: <path d="M2 5.1h8v1.8H2z" />,
};

/** A shape with its colour. */
export interface Mark {
  readonly shape: MarkShape;
  readonly tone: Tone;
}

/** `label` names the state for screen readers. Leave it out if the words are next to the mark. */
export function StateMark({ shape, tone, label }: Mark & { readonly label?: string }) {
  return (
    <svg
      role="img"
      aria-label={label}
      aria-hidden={label === undefined}
      className={`${classes.mark} ${tones[tone]}`}
      width="12"
      height="12"
      viewBox="0 0 12 12"
    >
      {SHAPES[shape]}
    </svg>
  );
}
