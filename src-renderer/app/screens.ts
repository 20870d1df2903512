import { appTexts } from './app-texts.ts';

const { screens } = appTexts;

/** The screens in the order of the rail, with the letter that opens each after `g`. */
export const SCREENS = [
  { path: '/overview', name: screens.overview, letter: 'o' },
  { path: '/fleet', name: screens.fleet, letter: 'f' },
  { path: '/incidents', name: screens.problems, letter: 'a' },
  { path: '/jobs', name: screens.jobs, letter: 'j' },
  { path: '/history', name: screens.history, letter: 'h' },
  { path: '/models', name: screens.models, letter: 'm' },
  { path: '/activity', name: screens.activity, letter: 't' },
  { path: '/settings', name: screens.settings, letter: 's' },
] as const;
export type ScreenPath = (typeof SCREENS)[number]['path'];
