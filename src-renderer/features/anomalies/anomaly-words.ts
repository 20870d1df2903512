import type { Anomaly, AnomalySeverity } from '../../../src-shared/model/index.ts';
import type { MarkShape } from '../../ui/state-mark.tsx';
import type { Tone } from '../../ui/tone.ts';

export const SEVERITY_MARKS: Readonly<Record<AnomalySeverity, { shape: MarkShape; tone: Tone }>> = {
  critical: { shape: 'square', tone: 'red' },
  warning: { shape: 'diamond', tone: 'amber' },
  notice: { shape: 'dash', tone: 'grey' },
};

const CHIPS_NAMED = 3;

/** Where on the miner it is: "board 2, chips 17, 18, 19 and 6 more". */
export function anomalyPlace({ chain_id, chip_ids }: Pick<Anomaly, 'chain_id' | 'chip_ids'>): string {
  const board = chain_id === null ? null : `board ${chain_id}`;
  const more = chip_ids.length - CHIPS_NAMED;
  const named = chip_ids.slice(0, CHIPS_NAMED).join(', ');
  const chips =
    chip_ids.length === 0
      ? null
      : `${chip_ids.length === 1 ? 'chip' : 'chips'} ${named}${more > 0 ? ` and ${more} more` : ''}`;
  return [board, chips].filter((part) => part !== null).join(', ') || 'whole miner';
}

/** How many there are of each severity, in words; null when there is nothing. */
export function anomalyCounts(anomalies: readonly Anomaly[]): string | null {
  const counts = (['critical', 'warning', 'notice'] as const).map((severity) => ({
    severity,
    count: anomalies.filter((anomaly) => anomaly.severity === severity).length,
  }));
  const parts = counts.filter(({ count }) => count > 0).map(({ severity, count }) => `${count} ${severity}`);
  return parts.length === 0 ? null : parts.join(', ');
}
