import type { AlertSeverity, ConditionSeverity } from '../../src-shared/model/index.ts';
import type { Mark } from '../ui/state-mark.tsx';

/** Marks of severities, of conditions and incidents. Their colours are defined only here. */
export const SEVERITY_MARKS = {
  critical: { shape: 'square', tone: 'red' },
  warning: { shape: 'diamond', tone: 'amber' },
  notice: { shape: 'dash', tone: 'grey' },
  info: { shape: 'dash', tone: 'grey' },
} as const satisfies Readonly<Record<ConditionSeverity | AlertSeverity, Mark>>;
