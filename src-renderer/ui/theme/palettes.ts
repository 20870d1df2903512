import { variableName } from './variable-name.ts';

/**
 * All colours of PowerHive. They become CSS variables (`--ph-*`) and Mantine's theme; canvases read
 * them from here. Names ending in `_text` are shades with a contrast of 4.5:1 as text on every
 * surface of their scheme.
 */
export interface Palette {
  readonly ground: string;
  readonly panel: string;
  readonly raised: string;
  readonly line: string;
  readonly control: string;
  readonly track: string;
  readonly selected: string;
  readonly hover: string;
  readonly text: string;
  readonly dim: string;
  readonly accent: string;
  readonly accent_text: string;
  readonly accent_fill: string;
  readonly on_accent: string;
  readonly green: string;
  readonly green_text: string;
  readonly blue: string;
  readonly blue_text: string;
  readonly grey: string;
  readonly amber: string;
  readonly amber_text: string;
  readonly amber_ground: string;
  readonly red: string;
  readonly red_text: string;
  readonly red_ground: string;
  readonly on_red: string;
}

export type Scheme = 'dark' | 'light';

export const PALETTES: Readonly<Record<Scheme, Palette>> = {
  dark: {
    ground: '#0f1215',
    panel: '#15191d',
    raised: '#1b2026',
    line: '#262c33',
    control: '#48525c',
    track: '#2b323a',
    selected: '#1f2b37',
    hover: '#171c21',
    text: '#e6e9ec',
    dim: '#8b949e',
    accent: '#f2a33c',
    accent_text: '#f2a33c',
    accent_fill: '#f2a33c',
    on_accent: '#1a1206',
    green: '#3fb27f',
    green_text: '#4cc18d',
    blue: '#4c9be8',
    blue_text: '#65aaec',
    grey: '#7d8791',
    amber: '#e0a53a',
    amber_text: '#e0a53a',
    amber_ground: '#252117',
    red: '#e5604d',
    red_text: '#f07f6e',
    red_ground: '#2a1917',
    on_red: '#1c0906',
  },
  light: {
    ground: '#f5f6f7',
    panel: '#ffffff',
    raised: '#ffffff',
    line: '#e2e5e8',
    control: '#c2c9d0',
    track: '#dfe3e7',
    selected: '#e1ecf8',
    hover: '#eceff2',
    text: '#1b1f23',
    dim: '#5b6570',
    accent: '#b86a00',
    accent_text: '#8f5200',
    accent_fill: '#a05c00',
    on_accent: '#ffffff',
    green: '#1f8a5b',
    green_text: '#17704a',
    blue: '#1f6fbf',
    blue_text: '#1a62aa',
    grey: '#707a84',
    amber: '#a86c00',
    amber_text: '#875600',
    amber_ground: '#f8f1e4',
    red: '#c23b2a',
    red_text: '#b03122',
    red_ground: '#fbecea',
    on_red: '#ffffff',
  },
};

/** Every token as a CSS variable: `accent_text` is `--ph-accent-text`. */
export function paletteVariables(palette: Palette): Record<string, string> {
  return Object.fromEntries(Object.entries(palette).map(([name, value]) => [variableName(name), value]));
}
