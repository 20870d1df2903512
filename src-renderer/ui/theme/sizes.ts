import { variableName } from './variable-name.ts';

/** Sizes that style sheets and code share, in px. */
export const SIZES = {
  header_height: 44,
  rail_width: 56,
  row_height: 30,
  panel_width: 392,
} as const;

/** Every size as a CSS variable: `row_height` is `--ph-row-height`. */
export function sizeVariables(): Record<string, string> {
  return Object.fromEntries(Object.entries(SIZES).map(([name, px]) => [variableName(name), `${px}px`]));
}
