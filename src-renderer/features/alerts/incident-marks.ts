import type { AlertSeverity } from '../../../src-shared/model/index.ts';
import type { MarkShape } from '../../ui/state-mark.tsx';
import type { Tone } from '../../ui/theme/tone.ts';

export const INCIDENT_MARKS: Readonly<Record<AlertSeverity, { shape: MarkShape; tone: Tone }>> = {
  critical: { shape: 'square', tone: 'red' },
  warning: { shape: 'diamond', tone: 'amber' },
  info: { shape: 'dash', tone: 'grey' },
};
