import { describe, expect, it } from 'vitest';
import { PALETTES, type Palette, paletteVariables } from '../../../../src-renderer/ui/theme/palettes.ts';

/** Relative luminance and contrast as defined by WCAG 2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const SURFACES = ['ground', 'panel', 'hover', 'selected'] as const;
const TEXTS = ['text', 'dim', 'accent_text', 'green_text', 'blue_text', 'amber_text', 'red_text'] as const;
const MARKS = ['green', 'blue', 'grey', 'amber', 'red', 'accent'] as const;

describe.each(['dark', 'light'] as const)('the %s palette', (scheme) => {
  const palette: Palette = PALETTES[scheme];

  it.each(TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)))(
    'keeps %s readable on %s',
    (text, surface) => {
      expect(contrast(palette[text], palette[surface])).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(MARKS.flatMap((mark) => SURFACES.map((surface) => [mark, surface] as const)))(
    'keeps the %s mark visible on %s',
    (mark, surface) => {
      expect(contrast(palette[mark], palette[surface])).toBeGreaterThanOrEqual(3);
    },
  );

  it('keeps text readable on filled and tinted grounds', () => {
    expect(contrast(palette.on_accent, palette.accent_fill)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.on_red, palette.red)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.text, palette.amber_ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.text, palette.red_ground)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('the tokens', () => {
  it('become CSS variables under their own names', () => {
    expect(paletteVariables(PALETTES.dark)['--ph-accent-text']).toBe(PALETTES.dark.accent_text);
  });
});
