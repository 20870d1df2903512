import { settingsTexts } from './settings-texts.ts';
/** The themes that can be chosen for a window. */
export const SCHEMES = [
  { value: 'auto', text: settingsTexts.theme.auto },
  { value: 'light', text: settingsTexts.theme.light },
  { value: 'dark', text: settingsTexts.theme.dark },
] as const;
