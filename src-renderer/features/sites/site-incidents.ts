import type { Incident } from '../../../src-shared/model/index.ts';
import type { MarkShape } from '../../ui/state-mark.tsx';
import type { Tone } from '../../ui/tone.ts';

export const SEVERITY_MARKS: Readonly<Record<Incident['severity'], { shape: MarkShape; tone: Tone }>> = {
  critical: { shape: 'square', tone: 'red' },
  warning: { shape: 'diamond', tone: 'amber' },
  info: { shape: 'dash', tone: 'grey' },
};

const ORDER = { critical: 0, warning: 1, info: 2 } as const;

/** The incidents of sites in one list: the worst first, and among equals the newest. */
export function worstFirst(
  sites: readonly { readonly site: string; readonly incidents: readonly Incident[] }[],
): { readonly site: string; readonly incident: Incident }[] {
  return sites
    .flatMap(({ site, incidents }) => incidents.map((incident) => ({ site, incident })))
    .sort(
      (a, b) => ORDER[a.incident.severity] - ORDER[b.incident.severity] || b.incident.since_at - a.incident.since_at,
    );
}
