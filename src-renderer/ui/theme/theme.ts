import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';
import { PALETTES, paletteVariables, type Scheme } from './palettes.ts';
import { sizeVariables } from './sizes.ts';

const { dark, light } = PALETTES;

/** Mantine requires ten shades; the schemes use the fifth and the ninth. */
const accent: MantineColorsTuple = [
  '#fff4e2',
  '#ffe7c4',
  '#fbd091',
  '#f6b863',
  dark.accent_fill,
  '#d98a22',
  '#c47a14',
  '#b86a00',
  light.accent_fill,
  '#7a4500',
];

/** Mantine's greys of the dark scheme, from text to background. */
const darkShades: MantineColorsTuple = [
  dark.text,
  dark.text,
  dark.dim,
  dark.dim,
  dark.control,
  dark.raised,
  dark.panel,
  dark.ground,
  dark.ground,
  dark.ground,
];

/** Readable text on the accent colour in both schemes; all else as Mantine has it. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  if (input.variant !== 'filled' || (input.color !== undefined && input.color !== 'accent')) return colors;
  return { ...colors, background: 'var(--ph-accent-fill)', color: 'var(--ph-on-accent)' };
};

export const theme = createTheme({
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.4' },
  headings: { fontFamily: '"Inter Variable", system-ui, sans-serif', fontWeight: '600' },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver,
  colors: { accent, dark: darkShades },
  primaryColor: 'accent',
  primaryShade: { dark: 4, light: 8 },
  components: {
    InputWrapper: {
      vars: () => ({
        label: { '--input-label-size': '12px' },
        description: { '--input-description-size': '12px' },
        error: { '--input-error-size': '12px' },
      }),
    },
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', comboboxProps: { withinPortal: false } } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    Notification: { styles: { description: { color: 'var(--ph-dim)' } } },
    Textarea: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 400, withinPortal: false } },
  },
});

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: sizeVariables(),
  dark: schemeVariables('dark'),
  light: schemeVariables('light'),
});

/** PowerHive's tokens, and Mantine's variables for the same things. */
function schemeVariables(scheme: Scheme): Record<string, string> {
  const palette = PALETTES[scheme];
  return {
    ...paletteVariables(palette),
    '--mantine-color-body': palette.ground,
    '--mantine-color-text': palette.text,
    '--mantine-color-dimmed': palette.dim,
    '--mantine-color-default': palette.panel,
    '--mantine-color-default-hover': palette.hover,
    '--mantine-color-default-color': palette.text,
    '--mantine-color-default-border': palette.control,
    '--mantine-color-disabled': palette.track,
    '--mantine-color-disabled-color': palette.dim,
    '--mantine-color-disabled-border': palette.line,
    '--mantine-color-placeholder': palette.dim,
    '--mantine-color-error': palette.red_text,
    '--mantine-color-anchor': palette.accent_text,
    '--mantine-primary-color-contrast': palette.on_accent,
  };
}
