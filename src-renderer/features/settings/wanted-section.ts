import { Observable } from '../../api/observable.ts';

/** The title of the settings that are to be scrolled to, until they are there. */
export const wantedSection = new Observable<string | null>(null);
