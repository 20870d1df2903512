import { Observable } from '../../../api/observable.ts';

/**
 * The view that the palette requests; null for a search without a view. Each request is a new
 * object, so that the same view can be requested again.
 */
export const wantedView = new Observable<{ readonly id: string | null }>({ id: null });
