import { Observable } from '../../api/observable.ts';

/** Title of the section to scroll to; null after that. */
export const wantedSection = new Observable<string | null>(null);
