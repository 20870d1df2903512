import { Observable } from '../../../api/observable.ts';

/**
 * The view that was asked for elsewhere, by the palette; null where a search was that belongs to
 * none. Each request is an object of its own, so that the same one can follow.
 */
export const wantedView = new Observable<{ readonly id: string | null }>({ id: null });
