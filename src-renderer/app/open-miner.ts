import { parseOverviewPath } from '../features/overview/overview-location.ts';
import { parseFleetPath } from '../miner-view/locations/fleet-location.ts';

/** The miner whose panel is open at this path; undefined if none is. */
export function openMinerId(path: string): string | undefined {
  return (parseFleetPath(path) ?? parseOverviewPath(path))?.minerId ?? undefined;
}
