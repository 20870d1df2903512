import { Observable } from './observable.ts';

/** Title of the section of the settings to scroll to; null after that. */
export const wantedSection = new Observable<string | null>(null);

/** Title of the section whose form is opened when it is shown; null after that. */
export const wantedForm = new Observable<string | null>(null);
