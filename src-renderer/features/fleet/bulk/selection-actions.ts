import { useEffect } from 'react';
import { Observable } from '../../../api/observable.ts';

/** An action on the selected miners, with other words by which it is found. */
export interface SelectionAction {
  readonly id: string;
  readonly label: string;
  readonly also: string;
  readonly run: () => void;
}

/** What can be done with the selected miners now, for the palette. */
export const selectionActions = new Observable<readonly SelectionAction[]>([]);

/** Publishes the actions of a screen while it is shown. */
export function useSelectionActions(actions: readonly SelectionAction[]): void {
  useEffect(() => selectionActions.set(actions));
  useEffect(() => () => selectionActions.set([]), []);
}
