import { useId } from 'react';
import { minerTexts } from '../miner-texts.ts';
import type { ChipLegend } from './chip-color-scales.ts';
import classes from './chip-map.module.css';

/** Legend for the colours of the chips. */
export function ChipLegendLine({ legend }: { legend: ChipLegend }) {
  const id = useId();
  return (
    <div className={classes.legend}>
      {legend.kind === 'ramp' ? (
        <>
          <span>{legend.low}</span>
          <svg width="110" height="7" aria-hidden="true">
            <linearGradient id={id}>
              {legend.colors.map((color, i) => (
                <stop key={color} offset={i / (legend.colors.length - 1)} stopColor={color} />
              ))}
            </linearGradient>
            <rect width="110" height="7" rx="3.5" fill={`url(#${id})`} />
          </svg>
          <span>{legend.high}</span>
        </>
      ) : (
        legend.classes.map(({ text, color }) => (
          <span key={text} className={classes.class}>
            <svg width="10" height="10" aria-hidden="true">
              <rect width="10" height="10" rx="2" fill={color} />
            </svg>
            {text}
          </span>
        ))
      )}
      <span className={classes.class}>
        <svg width="10" height="10" aria-hidden="true">
          <rect x="0.5" y="0.5" width="9" height="9" rx="1.5" className={classes.dead} />
        </svg>
        {minerTexts.chips.legendNotHashing}
      </span>
    </div>
  );
}
