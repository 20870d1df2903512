import { useComputedColorScheme } from '@mantine/core';
import { PALETTES, type Palette } from './palettes.ts';

/** The palette in use, for what CSS does not reach: canvases and computed colours. */
export function usePalette(): Palette {
  return PALETTES[useComputedColorScheme('dark')];
}
