import type { AlertSeverity, ConditionSeverity } from '../../src-shared/model/index.ts';
import type { Mark } from '../ui/state-mark.tsx';

/** How severe a condition or an incident is, as a mark: the one place that says that critical is red. */
export const SEVERITY_MARKS: Readonly<Record<ConditionSeverity | AlertSeverity, Mark>> = {
  critical: { shape: 'square', tone: 'red' },
  warning: { shape: 'diamond', tone: 'amber' },
  notice: { shape: 'dash', tone: 'grey' },
  info: { shape: 'dash', tone: 'grey' },
};
