import type { Miner } from '../../src-shared/model/index.ts';
import { Observable } from './observable.ts';

/** The text with which the palette is opened; null after that. */
export const wantedPalette = new Observable<{ readonly text: string } | null>(null);

/** What the palette takes for a comparison of this miner with the one whose name follows. */
export function compareWith({ id }: Miner): string {
  return `compare ${id} with `;
}
