import { IconTool } from '@tabler/icons-react';
import { WRENCH_MEANS } from '../../../miner-view/maintenance-texts.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { overviewTexts } from '../overview-texts.ts';
import type { MapLegend } from './cell-looks.ts';
import classes from './map-section.module.css';

const texts = overviewTexts.map;

/** Legend for the colours and marks of the map. */
export function MapLegendLine(props: {
  legend: MapLegend;
  /** Whether a miner on the map is in maintenance. */
  hasMaintenance: boolean;
  /** Whether its cells are too small for a wrench. */
  heat: boolean;
}) {
  const { legend, hasMaintenance, heat } = props;
  return (
    <ul className={classes.legend} aria-label={texts.legend}>
      {legend.kind === 'states' &&
        legend.states.map(({ shape, tone, text }) => (
          <li key={text}>
            <StateMark shape={shape} tone={tone} />
            {text}
          </li>
        ))}
      {legend.kind === 'values' &&
        legend.values.map(({ text, color }) => (
          <li key={text}>
            <span className={classes.swatch} style={{ background: color }} />
            {text}
          </li>
        ))}
      {legend.kind === 'ramp' && (
        <li>
          {legend.low}
          <span
            className={classes.ramp}
            style={{ background: `linear-gradient(to right, ${legend.colors.join(', ')})` }}
          />
          {legend.high}
        </li>
      )}
      {legend.kind !== 'states' && (
        <li>
          <StateMark shape="dash" tone="grey" />
          {texts.unknown}
        </li>
      )}
      {hasMaintenance && (
        <li>
          {heat ? <span className={classes.corner} /> : <IconTool size={12} stroke={2.2} aria-hidden="true" />}
          {WRENCH_MEANS}
        </li>
      )}
    </ul>
  );
}
