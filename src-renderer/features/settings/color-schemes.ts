import { settingsTexts } from './settings-texts.ts';
/** The available themes. */
export const SCHEMES = [
  { value: 'auto', text: settingsTexts.theme.auto },
  { value: 'light', text: settingsTexts.theme.light },
  { value: 'dark', text: settingsTexts.theme.dark },
] as const;
