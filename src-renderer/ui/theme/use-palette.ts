import { useComputedColorScheme } from '@mantine/core';
import { PALETTES, type Palette } from './palettes.ts';

/** The current palette, for canvases and computed colours, which CSS cannot style. */
export function usePalette(): Palette {
  return PALETTES[useComputedColorScheme('dark')];
}
