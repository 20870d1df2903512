import { Observable } from '../../../api/observable.ts';

/** The miners that are selected in the fleet now, for the palette. */
export const chosenMiners = new Observable<readonly string[]>([]);
