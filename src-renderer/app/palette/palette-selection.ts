import { createSpotlight } from '@mantine/spotlight';
import { useEffect } from 'react';

/** The state of the palette, and what opens and closes it. */
export const [paletteStore, palette] = createSpotlight();

/**
 * Keeps an item selected for Enter. The library selects the first item when the text changes, and
 * only then: without this, items that come or go later would leave none selected.
 */
export function useSelectedItem(isAsked: boolean): void {
  useEffect(() => {
    const list = document.getElementById(paletteStore.getState().listId);
    if (!isAsked || list === null || list.querySelector('[data-selected]') !== null) return;
    const first = list.querySelector('[data-action]');
    if (first === null) return;
    first.setAttribute('data-selected', 'true');
    paletteStore.updateState((state) => ({ ...state, selected: 0 }));
  });
}
