import type { FleetSort } from './fleet-sort.ts';

/** What of the fleet is asked for, and in which order. */
export interface FleetQuery {
  readonly text: string;
  readonly sort: FleetSort;
}

export const WHOLE_FLEET: FleetQuery = { text: '', sort: { column: 'name', descending: false } };
